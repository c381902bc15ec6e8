package cloud.atek.host;

import cloud.atek.host.testkit.GitPackage;
import java.io.IOException;
import org.eclipse.jgit.api.errors.GitAPIException;

/// Small Node programs that say which version they are, and write down that they ran.
final class Programs {

    /// Listens, and lets whoever asks wait.
    static final String MUTE =
            "require('net').createServer(() => {}).listen(process.env.ATEK_ASSIGNED_SOCKET_FILE)";

    private Programs() {}

    static String text(String version) {
        return """
        const fs = require('fs')
        const http = require('http')
        fs.appendFileSync(process.env.ATEK_DATA_DIR + '/ran', '%1$s ')
        http.createServer((req, res) => {
          res.setHeader('Content-Type', 'application/json')
          res.end('{"jsonrpc":"2.0","id":1,"result":"%1$s"}')
        }).listen(process.env.ATEK_ASSIGNED_SOCKET_FILE)
        """
                .formatted(version);
    }

    /// Writes a program whose API is named as its repository.
    static GitPackage write(GitPackage into, String tag, String version) throws IOException {
        String name = into.bare().getFileName().toString().replace(".git", "");
        return into.write("index.js", text(version))
                .write("CHANGES", tag + version)
                .write("atek.json", "{\"exports\":[{\"api\":\"example.com/" + name + "\"}]}");
    }

    static GitPackage release(GitPackage into, String tag) throws IOException, GitAPIException {
        return write(into, tag, tag).release(tag);
    }
}
