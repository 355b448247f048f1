package io.siembridge.app.cli;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Asks a running bridge whether it can take webhooks: for container health checks, where there is no other client. */
@Command(
        name = "health",
        description = "Asks a running bridge whether it can take webhooks; exit status 0 means yes.",
        mixinStandardHelpOptions = true)
final class HealthCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(names = "--admin", paramLabel = "URL", description = "The operator's listener. Default: ${DEFAULT-VALUE}.")
    private URI admin = URI.create("http://127.0.0.1:8081");

    @Override
    public Integer call() throws Exception {
        HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(3))
                .build();
        HttpRequest request = HttpRequest.newBuilder(
                        HttpUrl.checked("--admin", admin).resolve("/readyz"))
                .timeout(Duration.ofSeconds(4))
                .build();
        try {
            HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
            spec.commandLine().getOut().println(response.body());
            return response.statusCode() == 200 ? 0 : 1;
        } catch (IOException e) {
            throw new FailedException("No bridge answers at " + admin + ": " + e, e);
        }
    }
}
