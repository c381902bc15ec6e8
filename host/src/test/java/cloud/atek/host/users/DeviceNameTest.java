package cloud.atek.host.users;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeviceNameTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Firefox on Android | Mozilla/5.0 (Android 14; Mobile; rv:131.0) Gecko/131.0 Firefox/131.0",
                "Chrome on Windows | Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/129.0.0.0 Safari/537.36",
                "Edge on Windows | Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/129.0.0.0 Safari/537.36 Edg/129.0.0.0",
                "Safari on iPhone | Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1",
                "Safari on Mac | Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Safari/605.1.15",
                "Samsung Internet on Android | Mozilla/5.0 (Linux; Android 13; SM-S901B) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/25.0 Chrome/121.0.0.0 Mobile Safari/537.36",
                "Opera on Linux | Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/128.0.0.0 Safari/537.36 OPR/114.0.0.0",
                "The program curl | curl/8.5.0",
                "The program Java-http-client | Java-http-client/25"
            })
    void peopleKnowTheirDevicesByIt(String name, String userAgent) {
        assertThat(DeviceName.of(userAgent)).isEqualTo(name);
    }

    @Test
    void whatSaysNothingOrNonsenseHasAPlainName() {
        assertThat(DeviceName.of("")).isEqualTo("An unknown device");
        assertThat(DeviceName.of("<script>alert(1)</script>")).isEqualTo("The program scriptalert");
        assertThat(DeviceName.of("x".repeat(9000))).hasSizeLessThan(60);
    }
}
