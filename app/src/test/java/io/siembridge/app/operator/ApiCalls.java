package io.siembridge.app.operator;

import static io.restassured.RestAssured.given;

import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/** The operator API as a script sees it, over a real socket. */
@Timeout(60)
abstract class ApiCalls {
    OperatorStage stage;

    @BeforeEach
    void start() throws Exception {
        stage = new OperatorStage();
    }

    @AfterEach
    void stop() {
        stage.close();
    }

    static RequestSpecification operator() {
        return given().header("Authorization", "Bearer " + OperatorStage.TOKEN);
    }

    ValidatableResponse get(String path) {
        return operator().get(stage.url(path)).then();
    }

    ValidatableResponse post(String path, Object body) {
        return operator()
                .contentType("application/json")
                .body(body)
                .post(stage.url(path))
                .then();
    }
}
