package cloud.atek.host.hostapi;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.host.gateway.Audit;
import cloud.atek.host.gateway.Caller;
import cloud.atek.host.gateway.Deed;
import cloud.atek.host.gateway.Terms;
import cloud.atek.rpc.Envelope;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// Of every method of the host's own APIs: is it written down, and what of it?
class AuditedTest {

    /// What only reads, or is no change of anything on this host.
    private static final Set<String> READ =
            Set.of(
                    "atek.cloud/audit-api list",
                    "atek.cloud/audit-api verify",
                    "atek.cloud/events-api emit",
                    "atek.cloud/events-api subscribe",
                    "atek.cloud/inspect-api describeConfig",
                    "atek.cloud/inspect-api getConfig",
                    "atek.cloud/inspect-api isReady",
                    "atek.cloud/permissions-api explain",
                    "atek.cloud/permissions-api list",
                    "atek.cloud/permissions-api request",
                    "atek.cloud/permissions-api requests",
                    "atek.cloud/services-api checkForPackageUpdates",
                    "atek.cloud/services-api get",
                    "atek.cloud/services-api list",
                    "atek.cloud/services-api logs",
                    "atek.cloud/services-api providers",
                    "atek.cloud/services-api stats",
                    "atek.cloud/user-sessions-api list",
                    "atek.cloud/user-sessions-api whoami",
                    "atek.cloud/users-api belongings",
                    "atek.cloud/users-api get",
                    "atek.cloud/users-api getSettings",
                    "atek.cloud/users-api invites",
                    "atek.cloud/users-api list");

    /// Stands wherever a param has a value.
    private static final String MARK = "must-not-be-kept";

    private static final String REQUEST =
            """
            {"jsonrpc":"2.0","id":1,"method":"METHOD","params":[
            {"sourceUrl":"https://a:MARK@x/y","username":"u","password":"MARK","token":"MARK",
            "config":{"MARK":"MARK"}},{"password":"MARK","config":{"K":"MARK"}},"MARK"]}
            """
                    .replace("MARK", MARK);

    @Test
    void everyMethodSaysWhetherItIsWrittenDown() {
        var unsaid = new TreeSet<String>();
        var read = new TreeSet<String>();
        for (ApiTable table : HostTables.all()) {
            table.audited()
                    .forEach((method, audited) -> {
                        switch (audited) {
                            case Audited.Unsaid _ -> unsaid.add(table.id() + " " + method);
                            case Audited.Not _ -> read.add(table.id() + " " + method);
                            case Audited.Written _ -> {}
                        }
                    });
        }

        assertThat(unsaid).isEmpty();
        assertThat(read).containsExactlyElementsOf(new TreeSet<>(READ));
    }

    @Test
    void ofTheParamsNothingIsKeptButWhatItIsDoneTo() throws Exception {
        var deeds = new ArrayList<Deed>();
        Audit book = deeds::add;
        for (ApiTable table : HostTables.all()) {
            for (String method : table.audited().keySet()) {
                byte[] call = REQUEST.replace("METHOD", method).getBytes(StandardCharsets.UTF_8);
                table.auditedBy(book)
                        .call(Caller.Known.HOST, Envelope.read(call), call, Terms.WHOLE);
            }
        }

        assertThat(deeds).isNotEmpty();
        assertThat(deeds).allSatisfy(deed -> assertThat(deed.toString()).doesNotContain(MARK));
    }
}
