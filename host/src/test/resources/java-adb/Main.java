import cloud.atek.api.ApiId;
import cloud.atek.kit.HostApis;
import cloud.atek.kit.Service;
import cloud.atek.kit.adb.Adb;
import cloud.atek.kit.adb.Entry;
import cloud.atek.kit.adb.InvalidValueException;
import cloud.atek.kit.adb.Schema;
import cloud.atek.kit.adb.Table;
import java.time.Instant;
import java.util.List;

/// Keeps notes.
public class Main {

    static final Schema<Note> NOTES =
            Schema.define(Note.class, "example.com/note")
                    .key("/id")
                    .json(
                            """
                            {"required": ["id", "text"],
                             "properties": {"text": {"maxLength": 5},
                                            "stars": {"default": 3},
                                            "createdAt": {"format": "date-time"}}}
                            """);

    record Note(String id, String text, Integer stars, Instant createdAt) {}

    public interface Notes {
        ApiId ID = new ApiId("example.com/java-notes");

        String add(String id, String text);

        List<String> all();
    }

    void main() {
        Service service = Service.fromEnvironment();
        Table<Note> notes = NOTES.in(new Adb(new HostApis(service.environment())).db("notes"));
        service.export("/", Notes.class, caller -> new Kept(notes)).serve();
    }

    record Kept(Table<Note> notes) implements Notes {

        @Override
        public String add(String id, String text) {
            try {
                return notes.create(new Note(id, text, null, null)).path();
            } catch (InvalidValueException e) {
                return e.getMessage();
            }
        }

        @Override
        public List<String> all() {
            return notes.list().stream().map(Kept::line).toList();
        }

        private static String line(Entry<Note> one) {
            Note note = one.value();
            boolean timed = note.createdAt() != null;
            return note.id() + " " + note.text() + " " + note.stars() + " " + timed;
        }
    }
}
