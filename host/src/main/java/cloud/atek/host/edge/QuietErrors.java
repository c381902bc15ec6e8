package cloud.atek.host.edge;

import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/// What is said where Jetty itself refuses a request: the status in words, and nothing about the
/// program.
final class QuietErrors extends ErrorHandler {

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        int status = response.getStatus() < 400 ? 500 : response.getStatus();
        SecurityHeaders.always(response.getHeaders());
        new Exchange(request, response, callback).refuse(status, words(status));
        return true;
    }

    private static String words(int status) {
        return HttpStatus.getMessage(status);
    }
}
