package cloud.atek.host.install;

import cloud.atek.host.egress.Dialer;
import cloud.atek.host.egress.HostName;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.URI;
import java.net.URL;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.eclipse.jgit.transport.http.HttpConnection;
import org.eclipse.jgit.transport.http.HttpConnectionFactory;
import org.eclipse.jgit.transport.http.JDKHttpConnection;
import org.jspecify.annotations.Nullable;

/// Opens the connections of one fetch over https, and refuses those that lead where they must not.
///
/// Each redirect passes here too. Of each computer the address is found once, judged, and then
/// connected to for as long as the fetch lasts, whatever the DNS says later. No other proxy is
/// asked. Only Git's smart protocol is spoken: the older one, plain files, would pass by the
/// limits. One thread owns it.
final class GuardedConnections implements HttpConnectionFactory {

    private final URI typed;
    private final Source.Reach reach;
    private final FetchGuard guard;
    private final Dialer dialer;
    private final Map<String, PinnedSockets> pinned = new HashMap<>();

    GuardedConnections(URI typed, Source.Reach reach, FetchGuard guard, Dialer dialer) {
        this.typed = typed;
        this.reach = reach;
        this.guard = guard;
        this.dialer = dialer;
    }

    @Override
    public HttpConnection create(URL url) throws IOException {
        return create(url, null);
    }

    @Override
    public HttpConnection create(URL url, @Nullable Proxy proxy) throws IOException {
        guard.check();
        requireGit(url);
        PinnedSockets sockets = pinned.get(url.getHost());
        if (sockets == null) {
            sockets = pinned(url.getHost());
            pinned.put(url.getHost(), sockets);
        }
        requireEncryption(url);
        return new Connection(sockets.pin(url));
    }

    private void requireGit(URL url) throws IOException {
        if (url.getUserInfo() != null || !isSmart(url)) {
            throw guard.refuse(notGit());
        }
    }

    /// Only this machine, when an admin typed it, is asked in plain words.
    private void requireEncryption(URL url) throws IOException {
        boolean plain = typed.getScheme().equals("http") && isTyped(url.getHost());
        if (!url.getProtocol().equals("https") && !(plain && url.getProtocol().equals("http"))) {
            throw guard.refuse(
                    "The server leads to an address without encryption, which is not followed.");
        }
    }

    private boolean isTyped(String host) {
        return reach == Source.Reach.ANY && host.equalsIgnoreCase(typed.getHost());
    }

    private PinnedSockets pinned(String host) throws IOException {
        HostName name = HostName.read(host.replaceAll("[\\[\\]]", "")).orElse(null);
        if (name != null && !isTyped(host)) {
            name = name.inTheInternet().orElse(null);
        }
        Dialer.Found found = name == null ? new Dialer.Found.Astray() : dialer.find(name);
        return switch (found) {
            case Dialer.Found.At(List<InetAddress> addresses) ->
                    new PinnedSockets(addresses.getFirst());
            case Dialer.Found.Unknown _ -> throw new UnknownHostException(host);
            case Dialer.Found.Astray _ ->
                    throw guard.refuse(
                            EntryName.visible(host)
                                    + " is an address inside this home or machine; only an admin"
                                    + " can install from there, by naming that very address or the"
                                    + " name that it has at home.");
        };
    }

    private static boolean isSmart(URL url) {
        return url.getPath().endsWith("/git-upload-pack")
                || (url.getPath().endsWith("/info/refs")
                        && "service=git-upload-pack".equals(url.getQuery()));
    }

    private String notGit() {
        return "There is no Git repository at " + typed + " (its server does not speak Git).";
    }

    private final class Connection extends JDKHttpConnection {

        Connection(URL url) throws IOException {
            super(url, Proxy.NO_PROXY);
        }

        @Override
        public int getResponseCode() throws IOException {
            int code = super.getResponseCode();
            if (code == 401 || code == 403 || code == 407) {
                throw guard.refuse(
                        "The server of "
                                + typed
                                + " wants a login: the repository is private or does not exist."
                                + " Only repositories that everyone may read can be installed.");
            }
            if (code == 200 && !isGit(getContentType())) {
                throw guard.refuse(notGit());
            }
            return code;
        }

        @Override
        public InputStream getInputStream() throws IOException {
            return guard.watch(super.getInputStream());
        }

        private static boolean isGit(@Nullable String type) {
            return type != null
                    && type.toLowerCase(Locale.ROOT).startsWith("application/x-git-upload-pack-");
        }
    }
}
