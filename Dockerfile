# syntax=docker/dockerfile:1

FROM maven:3.9-eclipse-temurin-17 AS build
WORKDIR /src
COPY .mvn .mvn
COPY mvnw pom.xml ./
COPY samples samples
COPY normalizers normalizers
COPY app app
COPY benchmarks benchmarks
ARG MVN_ARGS=""
RUN mvn -B -q ${MVN_ARGS} -DskipTests -DskipChecks -pl app -am package

FROM eclipse-temurin:25-jre
# The spool lives on a volume; everything else of the file system can be read-only.
RUN groupadd --gid 10001 bridge \
    && useradd --uid 10001 --gid bridge --no-create-home --shell /usr/sbin/nologin bridge \
    && install -d -o bridge -g bridge -m 0700 /data \
    && install -d -m 0755 /etc/siem-bridge /opt/siem-bridge
COPY --from=build /src/app/target/siem-bridge.jar /opt/siem-bridge/siem-bridge.jar
# A cache of classes and of what a training run called often: it saves a third of a start's processor time, and the compiler
# knows at once what to compile. The JVM ignores it if it does not fit.
RUN java -XX:AOTCacheOutput=/opt/siem-bridge/siem-bridge.aot -jar /opt/siem-bridge/siem-bridge.jar demo > /dev/null \
    && chmod 0644 /opt/siem-bridge/siem-bridge.aot
USER 10001:10001
WORKDIR /data
VOLUME /data
EXPOSE 8080 8081
HEALTHCHECK --interval=15s --timeout=5s --start-period=20s \
    CMD ["java", "-XX:AOTCache=/opt/siem-bridge/siem-bridge.aot", "-XX:TieredStopAtLevel=1", "-Xmx32m", "-jar", "/opt/siem-bridge/siem-bridge.jar", "health"]
ENTRYPOINT ["java", "-XX:AOTCache=/opt/siem-bridge/siem-bridge.aot", "-XX:MaxRAMPercentage=60", "-XX:+ExitOnOutOfMemoryError", "-jar", "/opt/siem-bridge/siem-bridge.jar"]
CMD ["serve", "--config", "/etc/siem-bridge/siem-bridge.yaml"]
