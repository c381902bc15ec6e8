package cloud.atek.host.install;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.MalformedURLException;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLSocketFactory;

/// Connects to one address, whatever name it is asked for; certificates must be those of the name.
///
/// The JDK asks it for a socket that is not connected yet, lets that connect, and then asks for TLS
/// over it.
final class PinnedSockets extends SSLSocketFactory {

    private final SSLSocketFactory tls = (SSLSocketFactory) SSLSocketFactory.getDefault();
    private final InetAddress address;

    PinnedSockets(InetAddress address) {
        this.address = address;
    }

    /// The same address, as one whose connections go by this.
    URL pin(URL url) throws MalformedURLException {
        var handler =
                new URLStreamHandler() {
                    @Override
                    protected URLConnection openConnection(URL same) throws IOException {
                        return openConnection(same, Proxy.NO_PROXY);
                    }

                    @Override
                    protected URLConnection openConnection(URL same, Proxy proxy)
                            throws IOException {
                        URLConnection connection = url.openConnection(proxy);
                        if (connection instanceof HttpsURLConnection https) {
                            https.setSSLSocketFactory(PinnedSockets.this);
                        }
                        return connection;
                    }
                };
        return URL.of(java.net.URI.create(url.toExternalForm()), handler);
    }

    @Override
    public Socket createSocket() {
        return new Socket() {
            @Override
            public void connect(SocketAddress wanted, int timeoutMs) throws IOException {
                int port = ((InetSocketAddress) wanted).getPort();
                super.connect(new InetSocketAddress(address, port), timeoutMs);
            }

            @Override
            public void connect(SocketAddress wanted) throws IOException {
                connect(wanted, 0);
            }
        };
    }

    @Override
    public Socket createSocket(Socket connected, String host, int port, boolean autoClose)
            throws IOException {
        return tls.createSocket(connected, host, port, autoClose);
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        throw elsewhere();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort)
            throws IOException {
        throw elsewhere();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        throw elsewhere();
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort)
            throws IOException {
        throw elsewhere();
    }

    private static IOException elsewhere() {
        return new IOException("connects to one address alone");
    }

    @Override
    public String[] getDefaultCipherSuites() {
        return tls.getDefaultCipherSuites();
    }

    @Override
    public String[] getSupportedCipherSuites() {
        return tls.getSupportedCipherSuites();
    }
}
