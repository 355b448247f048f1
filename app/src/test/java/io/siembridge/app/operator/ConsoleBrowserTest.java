package io.siembridge.app.operator;

import static io.restassured.RestAssured.given;
import static io.siembridge.app.spool.DeliveryState.DEAD;
import static io.siembridge.app.spool.DeliveryState.DELIVERED;
import static io.siembridge.app.spool.DeliveryState.DISCARDED;
import static io.siembridge.app.spool.DeliveryState.WAITING;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.siembridge.app.destination.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.Select;

/**
 * The console in a real browser: every page and every button. With {@code -Dscreenshots=FOLDER} it keeps a picture of each
 * page, light and dark.
 */
@Tag("peers")
@Timeout(180)
class ConsoleBrowserTest {
    private static final Path BROWSER = Path.of("/usr/bin/chromium");
    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String MARKUP =
            "<script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\">";

    private OperatorStage stage;
    private ChromeDriver browser;

    @BeforeEach
    void start() throws Exception {
        assumeTrue(Files.exists(BROWSER) && Files.exists(DRIVER), "needs the packages chromium and chromium-driver");
        stage = new OperatorStage();
        ChromeOptions options = new ChromeOptions();
        options.setBinary(BROWSER.toFile());
        options.addArguments("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage");
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        options.setCapability("goog:loggingPrefs", logs);
        browser = new ChromeDriver(
                new ChromeDriverService.Builder()
                        .usingDriverExecutable(DRIVER.toFile())
                        .build(),
                options);
        browser.manage().window().setSize(new Dimension(1360, 900));
    }

    @AfterEach
    void stop() {
        if (browser != null) {
            browser.quit();
        }
        if (stage != null) {
            stage.close();
        }
    }

    private void logIn() {
        browser.get(stage.url("/"));
        browser.findElement(By.name("token")).sendKeys(OperatorStage.TOKEN, Keys.ENTER);
        await().atMost(PATIENCE).until(() -> heading().equals("Overview"));
    }

    private String heading() {
        return browser.findElement(By.tagName("h1")).getText();
    }

    private String text() {
        return browser.findElement(By.tagName("main")).getText();
    }

    private void open(String page) {
        browser.findElement(By.linkText(page)).click();
        await().atMost(PATIENCE).until(() -> heading().equals(page));
    }

    private void press(String button) {
        List<WebElement> buttons = browser.findElements(By.tagName("button"));
        buttons.stream()
                .filter(each -> each.getAttribute("textContent").strip().equals(button))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no button " + button))
                .click();
    }

    private void awaitText(String expected) {
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(text()).contains(expected));
    }

    private void assertNothingWasBlocked() {
        assertThat(browser.manage().logs().get(LogType.BROWSER).getAll())
                .as("complaints of the browser")
                .extracting(Object::toString)
                .noneMatch(line -> line.contains("Content Security Policy") || line.contains("integrity"));
    }

    private void picture(String name) throws IOException {
        String folder = System.getProperty("screenshots", "");
        if (folder.isEmpty()) {
            return;
        }
        for (String scheme : List.of("light", "dark")) {
            browser.executeCdpCommand(
                    "Emulation.setEmulatedMedia",
                    Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
            Files.write(Path.of(folder, name + "-" + scheme + ".png"), browser.getScreenshotAs(OutputType.BYTES));
        }
    }

    @Test
    void showsHowThingsAreAndHoldsADestination() throws Exception {
        stage.splunk.answer(Outcome.paused("Splunk answers 403: the token is disabled"));
        stage.send("soveren/new-data-type");
        stage.send("snyk/new-vulnerability");
        given().body("{}").post(stage.webhookUrl("snyk")).then().statusCode(401);
        browser.get(stage.url("/"));
        picture("login");
        logIn();
        awaitText("Splunk answers 403");
        picture("overview");
        assertThat(text()).contains("taking webhooks", "qradar", "wallarm");
        stage.splunk.answer(Outcome.accepted());
        press("Try now splunk");
        awaitText("splunk is sending again");
        await().atMost(PATIENCE).ignoreExceptions().until(() -> !text().contains("Splunk answers 403"));
        browser.findElement(By.cssSelector("form[action='/destinations/qradar'] button"))
                .click();
        awaitText("qradar is paused");
        assertThat(stage.workers.get("qradar").status().state()).isEqualTo("held");
        browser.findElement(By.cssSelector("form[action='/destinations/qradar'] button"))
                .click();
        awaitText("qradar is sending again");
        assertThat(stage.workers.get("qradar").status().state()).isEqualTo("up");
        assertNothingWasBlocked();
    }

    @Test
    void refreshesByItself() throws Exception {
        logIn();
        stage.send("soveren/new-data-type");
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> browser.findElement(By.cssSelector("a[href='/webhooks?source=soveren']"))
                        .getText()
                        .equals("1"));
        assertNothingWasBlocked();
    }

    @Test
    void findsAWebhookAndSendsItAgain() throws Exception {
        stage.sendAndAwait("soveren/new-data-type", DELIVERED);
        String webhook = stage.sendAndAwait("snyk/ten-issues", DELIVERED);
        int before = stage.splunk.accepted.size();
        logIn();
        open("Webhooks");
        assertThat(browser.findElements(By.cssSelector("tbody tr"))).hasSize(2);
        new Select(browser.findElement(By.name("source"))).selectByVisibleText("snyk");
        press("Show");
        await().atMost(PATIENCE)
                .until(() -> browser.findElements(By.cssSelector("tbody tr")).size() == 1);
        picture("webhooks");
        browser.findElement(By.linkText(webhook)).click();
        awaitText("As received");
        assertThat(text())
                .contains("Normalized", "Vulnerability Finding", "verified:hmac-sha256", "splunk gets 10 of 10 events");
        picture("webhook");
        new Select(browser.findElement(By.name("destination"))).selectByVisibleText("splunk");
        press("Replay");
        awaitText("1 delivery is due again");
        await().atMost(PATIENCE).until(() -> stage.splunk.accepted.size() == 2 * before - 1);
        browser.findElement(By.linkText("Audit")).click();
        await().atMost(PATIENCE).until(() -> heading().equals("Audit trail"));
        assertThat(text()).contains("replay", webhook);
        picture("audit");
        assertNothingWasBlocked();
    }

    @Test
    void retriesAndDiscardsDeadLetters() throws Exception {
        stage.qradar.answer(Outcome.rejected("the event is longer than max_event"));
        String first = stage.sendAndAwait("soveren/new-data-type", DELIVERED, DEAD);
        String second = stage.sendAndAwait("soveren/anomaly-detected", DELIVERED, DEAD);
        logIn();
        open("Dead letters");
        assertThat(text()).contains("longer than max_event", "then retry");
        picture("dead-letters");
        stage.qradar.answer(Outcome.accepted());
        browser.findElement(By.cssSelector("input[name=id]")).click();
        press("Retry chosen");
        awaitText("1 retried");
        stage.awaitStates(second, DELIVERED);
        browser.findElement(By.cssSelector("input[data-all]")).click();
        press("Discard chosen");
        browser.switchTo().alert().dismiss();
        stage.awaitStates(first, DELIVERED, DEAD);
        press("Discard chosen");
        browser.switchTo().alert().accept();
        awaitText("1 discarded");
        stage.awaitStates(first, DELIVERED, DISCARDED);
        assertNothingWasBlocked();
    }

    @Test
    void countsAndGivesUpWhatWaitsForADestinationThatIsGone() throws Exception {
        String owed = stage.owe("gone");
        logIn();
        assertThat(text()).contains("not configured");
        browser.findElement(By.linkText("gone")).click();
        awaitText("Give up what waits");
        picture("destination");
        press("Count first");
        awaitText("1 deliveries wait for gone");
        press("Give up 1 for good");
        awaitText("1 delivery was given up");
        assertThat(text()).doesNotContain("not configured");
        stage.awaitStates(owed, DISCARDED);
        open("Ledger");
        assertThat(text()).contains("gone", "Discarded", "discarded 1");
        picture("ledger");
        assertNothingWasBlocked();
    }

    @Test
    void tailsWhatArrives() throws Exception {
        logIn();
        open("Live tail");
        awaitText("live");
        stage.send("soveren/new-data-type");
        await().atMost(PATIENCE)
                .until(() ->
                        browser.findElements(By.cssSelector("#lines details")).size() == 1);
        browser.findElement(By.cssSelector("#lines summary")).click();
        assertThat(browser.findElement(By.cssSelector("#lines pre")).getText()).contains("\"class_uid\"");
        picture("tail");
        press("Pause");
        awaitText("Go on");
        stage.send("soveren/anomaly-detected");
        press("Go on");
        await().atMost(PATIENCE)
                .until(() ->
                        browser.findElements(By.cssSelector("#lines details")).size() == 2);
        new Select(browser.findElement(By.name("view"))).selectByValue("webhooks");
        awaitText("live");
        String webhook = stage.send("snyk/ping");
        awaitText(webhook);
        assertNothingWasBlocked();
    }

    @Test
    void sendsASampleAndShowsItArrive() throws Exception {
        logIn();
        open("Test sender");
        new Select(browser.findElement(By.name("choice"))).selectByValue("snyk snyk/new-vulnerability");
        picture("send");
        press("Send");
        awaitText("Sent, and acknowledged after");
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> browser.findElements(By.cssSelector("h3 .badge.delivered"))
                                .size()
                        == 2);
        assertThat(stage.splunk.accepted).isNotEmpty();
        assertNothingWasBlocked();
    }

    @Test
    void explainsARefusedWebhook() throws Exception {
        given().header("X-Hub-Signature", "sha256=00").body("{\"a\": 1}").post(stage.webhookUrl("snyk"));
        logIn();
        browser.findElement(By.linkText("snyk")).click();
        awaitText("Not authentic, newest first");
        assertThat(text()).contains("Key 1 last verified", "another secret");
        picture("source");
        open("Configuration");
        assertThat(text()).contains("the stage");
        picture("configuration");
        press("Log out");
        await().atMost(PATIENCE).until(() -> heading().equals("Log in"));
        assertNothingWasBlocked();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/webhooks", "/webhooks/", "/dead-letters", "/tail", "/sources/snyk"})
    void markupOfAVendorStaysText(String page) throws Exception {
        stage.qradar.answer(Outcome.rejected(MARKUP).withExcerpt(MARKUP));
        byte[] body = new ObjectMapper()
                .writeValueAsBytes(Map.of("type", MARKUP, "message", MARKUP, MARKUP, List.of(MARKUP)));
        logIn();
        given().header("X-Hub-Signature", MARKUP).body(MARKUP).post(stage.webhookUrl("snyk"));
        if (page.equals("/tail")) {
            open("Live tail");
            awaitText("live");
        }
        String webhook = stage.send("soveren", Map.of("X-Other", MARKUP), body);
        stage.awaitStates(webhook, DELIVERED, DEAD);
        if (page.equals("/tail")) {
            await().atMost(PATIENCE)
                    .until(() -> !browser.findElements(By.cssSelector("#lines details"))
                            .isEmpty());
            browser.findElement(By.cssSelector("#lines summary")).click();
        } else {
            browser.get(stage.url(page.equals("/webhooks/") ? page + webhook : page));
        }
        browser.findElements(By.cssSelector("details:not([open]) > summary")).forEach(WebElement::click);
        assertThat(browser.getTitle()).doesNotContain("owned");
        assertThat(browser.findElements(By.cssSelector("main img, main script")))
                .isEmpty();
        assertThat(new String(body, UTF_8)).contains("onerror");
    }

    @Test
    void saysWhyAWebhookIsStillWaiting() throws Exception {
        stage.splunk.answer(Outcome.paused("Splunk answers 403: the token is disabled"));
        String webhook = stage.send("snyk/new-vulnerability");
        logIn();
        browser.get(stage.url("/webhooks/" + webhook));
        awaitText("It waits, because splunk needs a person: Splunk answers 403: the token is disabled");
    }

    @Test
    void leadsOnFromAnEmptyListToWhatWasRefused() throws Exception {
        given().header("X-Hub-Signature", "sha256=00").body("{}").post(stage.webhookUrl("snyk"));
        logIn();
        browser.get(stage.url("/webhooks?source=snyk"));
        browser.findElement(By.linkText("What snyk sent and was refused")).click();
        awaitText("another secret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/webhooks",
                "/webhooks/",
                "/dead-letters",
                "/tail",
                "/send",
                "/configuration",
                "/audit",
                "/ledger",
                "/destinations/splunk?count=yes",
                "/sources/snyk"
            })
    void fitsANarrowScreen(String page) throws Exception {
        stage.splunk.answer(Outcome.paused("Splunk answers 403: the token of this destination is disabled or gone"));
        stage.qradar.answer(Outcome.rejected("no/such/index".repeat(20)));
        given().header("X-Hub-Signature", "sha256=00").body("{}").post(stage.webhookUrl("snyk"));
        String webhook = stage.send("snyk/ten-issues");
        stage.awaitStates(webhook, WAITING, DEAD);
        logIn();
        browser.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", 390, "height", 800, "deviceScaleFactor", 1, "mobile", false));
        browser.get(stage.url(page.equals("/webhooks/") ? page + webhook : page));
        assertThat(((Number) browser.executeScript("return document.documentElement.scrollWidth")).intValue())
                .isLessThanOrEqualTo(390);
        if (List.of("/", "/webhooks", "/dead-letters").contains(page)) {
            assertThat(browser.executeScript("""
                    const list = document.querySelector(".scroll");
                    return list.scrollWidth - list.clientWidth;""")).as("columns out of sight").isEqualTo(0L);
        }
    }

    @Test
    void worksWithTheKeyboardAlone() throws Exception {
        stage.sendAndAwait("snyk/new-vulnerability", DELIVERED);
        logIn();
        browser.get(stage.url("/webhooks"));
        browser.switchTo().activeElement().sendKeys(Keys.TAB);
        assertThat(browser.switchTo().activeElement().getText()).isEqualTo("Skip to the content");
        browser.switchTo().activeElement().sendKeys(Keys.ENTER);
        for (int i = 0; i < 30 && !browser.switchTo().activeElement().getText().startsWith("01"); i++) {
            browser.switchTo().activeElement().sendKeys(Keys.TAB);
        }
        browser.switchTo().activeElement().sendKeys(Keys.ENTER);
        awaitText("As received");
    }
}
