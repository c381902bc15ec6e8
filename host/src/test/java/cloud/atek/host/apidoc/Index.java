package cloud.atek.host.apidoc;

import java.util.List;

/// The page that leads to the others, and says what holds for all APIs.
@SuppressWarnings("InlineFormatString") // The page is read as one text.
final class Index {

    private static final String PAGE =
            """
            # APIs

            What a program may ask of an Atek host, made by `ApiPagesTest` from the interfaces in
            [packages/api](../../packages/api/src/main/java/cloud/atek/api) and their comments. How services offer APIs of
            their own: [services.md](../services.md). Words: [words.md](../words.md).

            | API | what it is |
            |---|---|
            %s

            ## How to call

            A call is a POST of JSON-RPC 2.0 to `/_atek/gateway?api=<API>` on the host; params stand in an array, by
            position. What is left out at the end, or null, is absent.

            ```sh
            curl 'http://localhost:8080/_atek/gateway?api=atek.cloud/services-api' \\
              -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' \\
              -d '{"jsonrpc":"2.0","id":1,"method":"get","params":["notes"]}'
            ```

            `api` alone asks the service that the caller prefers among those that offer it. More in the address picks one:
            `service` (an ID or a key), `user` (whose service), and `meta.<name>=<value>` (what its manifest says in
            `exports[].meta`).

            The answer is HTTP 200 with `{"jsonrpc":"2.0","id":1,"result":…}`, or with `"error":{"code","message"}`.
            HTTP 401 means that nobody is logged in.

            | who calls | how he shows who he is |
            |---|---|
            | a page of the host, or of a service on its subdomain | by the session's cookie; from `/_atek/js/rpc.js`: `create('atek.cloud/services-api').get('notes')` |
            | a service | `Authorization: Bearer $ATEK_HOST_BEARER_TOKEN`, at `$ATEK_HOST_SOCKET_FILE` or `127.0.0.1:$ATEK_HOST_PORT`; in Java by the kit, in Node by the published modules |
            | the command line on the machine of the host | a token of `systemAuthTokens` in `config.json`: it is the host itself |

            *In person* means: by the host's own pages, by a core service, or by the command line. A service that was installed
            calls with the rights of its owner, but never in person: it cannot install, change users, or read the audit.

            *A stream of* something is answered as server-sent events when the call says `Accept: text/event-stream`: the
            `event` is a name, `data` the JSON. It ends when either side leaves, or the caller loses what let him in.

            ## Errors

            | code | when |
            |---|---|
            | -32700 | the body is no JSON |
            | -32600 | it is JSON, and no call |
            | -32601 | nobody answers this API, or it has no such method |
            | -32001 | a param does not fit; the message says which and what was wanted |
            | -32002 | a service answered with what its declaration forbids |
            | -32003 | the call was refused or failed; the message is one plain sentence, such as `Not authorized` |
            | -32010 | the caller lacks the permission |
            | -32011 | the service was found and did not answer; the message has the id of the call, which the host's log has too |

            Other codes are those of services.
            """;

    private Index() {}

    static String of(List<ApiPage> apis) {
        var rows = new StringBuilder();
        for (ApiPage api : apis) {
            rows.append("| [%s](%s) | %s |\n".formatted(api.id(), api.fileName(), api.summary()));
        }
        return PAGE.formatted(rows.toString().strip());
    }
}
