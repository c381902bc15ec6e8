package cloud.atek.host.install;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.URI;
import java.net.URL;
import java.util.Locale;
import org.eclipse.jgit.transport.http.HttpConnection;
import org.eclipse.jgit.transport.http.HttpConnectionFactory;
import org.eclipse.jgit.transport.http.JDKHttpConnection;
import org.jspecify.annotations.Nullable;

/// Opens the connections of one fetch over https, and refuses those that lead where they must not.
///
/// Each redirect passes here too. The name is resolved before it is connected to; the JDK keeps the
/// answer for 30 s, so both see the same address. Only Git's smart protocol is spoken: the older
/// one, plain files, would pass by the limits.
final class GuardedConnections implements HttpConnectionFactory {

    private final URI typed;
    private final Source.Reach reach;
    private final FetchGuard guard;

    GuardedConnections(URI typed, Source.Reach reach, FetchGuard guard) {
        this.typed = typed;
        this.reach = reach;
        this.guard = guard;
    }

    @Override
    public HttpConnection create(URL url) throws IOException {
        return create(url, null);
    }

    @Override
    public HttpConnection create(URL url, @Nullable Proxy proxy) throws IOException {
        guard.check();
        requireSafe(url);
        return proxy == null ? new Connection(url) : new Connection(url, proxy);
    }

    private void requireSafe(URL url) throws IOException {
        if (!url.getProtocol().equals("https") && !url.getProtocol().equals(typed.getScheme())) {
            throw guard.refuse(
                    "The server leads to an address without encryption, which is not followed.");
        }
        if (url.getUserInfo() != null || !isSmart(url)) {
            throw guard.refuse(notGit());
        }
        boolean anywhere =
                reach == Source.Reach.ANY && url.getHost().equalsIgnoreCase(typed.getHost());
        for (InetAddress address : InetAddress.getAllByName(url.getHost())) {
            if (!anywhere && !Reachable.isPublic(address)) {
                throw guard.refuse(
                        EntryName.visible(url.getHost())
                                + " is an address inside this home or machine; only an admin can"
                                + " install from there, by naming it.");
            }
        }
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
            super(url);
        }

        Connection(URL url, Proxy proxy) throws IOException {
            super(url, proxy);
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
