package cloud.atek.earthstar.replica;

import com.fasterxml.jackson.databind.JsonNode;

/// Reads the queries of the vectors, which are those of both published packages.
final class QueryJson {

    private QueryJson() {}

    static Query read(JsonNode json) {
        Query.Builder query = Query.where();
        json.properties().forEach(each -> option(query, each.getKey(), each.getValue()));
        return query.build();
    }

    private static void option(Query.Builder query, String name, JsonNode value) {
        switch (name) {
            case "history" -> history(query, value.asText());
            case "includeHistory" -> history(query, value.asBoolean() ? "all" : "latest");
            case "path" -> query.path(value.asText());
            case "pathPrefix", "pathStartsWith" -> query.pathStartsWith(value.asText());
            case "pathEndsWith" -> query.pathEndsWith(value.asText());
            case "lowPath" -> query.lowPath(value.asText());
            case "highPath" -> query.highPath(value.asText());
            case "author", "versionsByAuthor" -> query.author(value.asText());
            case "participatingAuthor" -> query.participatingAuthor(value.asText());
            case "timestamp" -> query.timestamp(value.asDouble());
            case "timestampGt" -> query.timestampGt(value.asDouble());
            case "timestampLt" -> query.timestampLt(value.asDouble());
            case "contentLength" -> query.contentLength(value.asLong());
            case "contentLengthGt" -> query.contentLengthGt(value.asLong());
            case "contentLengthLt" -> query.contentLengthLt(value.asLong());
            case "limit" -> query.limit(value.asLong());
            case "limitBytes" -> query.limitBytes(value.asLong());
            case "continueAfter" ->
                    query.continueAfter(
                            new DocKey(value.get("path").asText(), value.get("author").asText()));
            default -> {
                // Unknown options are passed over.
            }
        }
    }

    private static void history(Query.Builder query, String history) {
        switch (history) {
            case "all" -> query.history(Query.History.ALL);
            case "latest" -> query.history(Query.History.LATEST);
            // Another history is an error that is answered with nothing.
            default -> query.limit(-1);
        }
    }
}
