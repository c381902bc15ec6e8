package cloud.atek.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/// nginx in front of a unix socket, run by our own user, with kept connections on both sides: what
/// somebody who knows it would write.
final class Nginx implements AutoCloseable {

    private static final long START_MS = 5_000;

    private final int port;
    private final Process process;

    private Nginx(int port, Process process) {
        this.port = port;
        this.process = process;
    }

    static Nginx start(Path dir, Path socket) throws IOException, InterruptedException {
        int port;
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Files.createDirectories(dir);
        Path config = Files.writeString(dir.resolve("nginx.conf"), config(dir, port, socket));
        Process process =
                new ProcessBuilder("nginx", "-p", dir.toString(), "-c", config.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(dir.resolve("nginx.out").toFile())
                        .start();
        var nginx = new Nginx(port, process);
        nginx.awaitListening();
        return nginx;
    }

    private static String config(Path dir, int port, Path socket) {
        String user = System.getProperty("user.name").equals("root") ? "user root;" : "";
        return """
        %s
        daemon off;
        worker_processes auto;
        pid %s/nginx.pid;
        error_log %s/error.log;
        events { worker_connections 1024; }
        http {
          access_log off;
          client_body_temp_path %s/body;
          proxy_temp_path %s/proxy;
          fastcgi_temp_path %s/fastcgi;
          uwsgi_temp_path %s/uwsgi;
          scgi_temp_path %s/scgi;
          keepalive_requests 1000000000;
          upstream service { server unix:%s; keepalive 64; keepalive_requests 1000000000; }
          server {
            listen 127.0.0.1:%d;
            location / {
              proxy_pass http://service;
              proxy_http_version 1.1;
              proxy_set_header Connection "";
              proxy_set_header Atek-Auth-User system;
              proxy_set_header Atek-Auth-Service system;
            }
          }
        }
        """
                .formatted(user, dir, dir, dir, dir, dir, dir, dir, socket, port);
    }

    private void awaitListening() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(START_MS);
        while (true) {
            try (var _ = KeepAlive.tcp(address())) {
                return;
            } catch (IOException e) {
                if (!process.isAlive() || System.nanoTime() > deadline) {
                    process.destroyForcibly();
                    throw new IOException("nginx does not start: see nginx.out", e);
                }
                Thread.sleep(10);
            }
        }
    }

    InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    @Override
    public void close() {
        process.destroy();
        try {
            process.waitFor(START_MS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            process.destroyForcibly();
        }
    }
}
