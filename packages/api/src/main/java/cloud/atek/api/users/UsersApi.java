package cloud.atek.api.users;

import cloud.atek.api.ApiId;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The people who use this host. Admins see all, others themselves.
public interface UsersApi {

    ApiId ID = new ApiId("atek.cloud/users-api");

    /// The one role that means something.
    String ADMIN = "admin";

    UserList list();

    User get(String userKey);

    User create(NewUser user);

    User update(String userKey, UserUpdate update);

    /// Ends an account and its sessions; answers null for an unknown key too.
    ///
    /// What the user had needs somebody: with `remove` his services go with their data, and his
    /// databases; else (`keep`) both go on as those of the user `to`, who is the admin that calls
    /// unless named; at the console, the oldest admin.
    void delete(String userKey, @Nullable DeleteOptions options);

    /// What a user has on this host, so that it can be looked at before he is deleted.
    Belongings belongings(String userKey);

    UserSettings getSettings(String userKey);

    UserSettings updateSettings(String userKey, UserSettings settings);

    /// Changes a password; a user himself shows the old one, an admin need not for another. Every
    /// other session of the user ends.
    void setPassword(String userKey, PasswordChange change);

    /// Makes a link by which one person can make himself an account, once.
    ///
    /// @return the link too, which is told this one time
    NewInvite invite(@Nullable InviteOptions options);

    /// The links that were neither used nor ended yet, oldest first.
    InviteList invites();

    /// Ends a link; one that is not there is no error.
    void uninvite(String id);

    /// Begins the second step of logging in: a secret for an app that makes codes. Nothing changes
    /// before [#confirmTotp]. For oneself only, with the password.
    TotpBegun beginTotp(String userKey, TotpStart start);

    /// From now on a login wants a code, if this one is right. For oneself only.
    RecoveryCodes confirmTotp(String userKey, TotpCode code);

    /// A login wants no code any more. A user himself shows his password; an admin need not for
    /// another.
    void resetTotp(String userKey, @Nullable TotpStart start);

    record UserList(List<User> users) {}

    /// @param username 3 to 64 characters
    /// @param totp true when a login wants a code as well
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record User(String key, String username, @Nullable String role, @Nullable Boolean totp) {
        public User(String key, String username, @Nullable String role) {
            this(key, username, role, null);
        }
    }

    /// @param password at least 8 characters
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record NewUser(String username, String password, @Nullable String role) {
        @Override
        public String toString() {
            return "NewUser[" + username + "]";
        }
    }

    /// What is to change; what is absent stays.
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record UserUpdate(@Nullable String username, @Nullable String password, @Nullable String role) {
        @Override
        public String toString() {
            return "UserUpdate[" + username + "]";
        }
    }

    /// @param mainServiceId the service that the root of the domain shows to this user
    /// @param providers by API id the key of the service that answers it for this user, where
    ///   several could; absent in an update: what there is stays
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record UserSettings(@Nullable String mainServiceId, @Nullable Map<String, String> providers) {

        public UserSettings(@Nullable String mainServiceId) {
            this(mainServiceId, null);
        }
    }

    /// @param oldPassword of the user himself; an admin leaves it out for another
    /// @param newPassword at least 8 characters
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record PasswordChange(@Nullable String oldPassword, String newPassword) {
        @Override
        public String toString() {
            return "PasswordChange";
        }
    }

    /// @param role `admin`, or none
    /// @param username what the invited finds filled in; he may choose another
    /// @param hours until the link ends, 1 to 720; 48 unless given
    /// @param at how the invited reaches this host, such as `https://home.example`; unless given as
    ///   the host knows itself
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record InviteOptions(
            @Nullable String role,
            @Nullable String username,
            @Nullable Integer hours,
            @Nullable String at) {

        public static final InviteOptions DEFAULT = new InviteOptions(null, null, null, null);
    }

    /// @param id names the invite; not what proves it
    /// @param url the link; who opens it first makes the account
    /// @param expiresAt ISO 8601, UTC
    /// @param qr the link as a picture: a `data:` URL of an SVG
    record NewInvite(String id, String url, String expiresAt, String qr) {
        @Override
        public String toString() {
            return "NewInvite[" + id + "]";
        }
    }

    record InviteList(List<Invite> invites) {}

    /// @param createdAt ISO 8601, UTC
    /// @param expiresAt ISO 8601, UTC
    /// @param by name of the admin who made it
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Invite(
            String id,
            @Nullable String role,
            @Nullable String username,
            String createdAt,
            String expiresAt,
            String by) {}

    /// @param password the user's own
    @JsonIgnoreProperties(ignoreUnknown = true)
    record TotpStart(String password) {
        @Override
        public String toString() {
            return "TotpStart";
        }
    }

    /// @param secret in Base32, for an app that reads no picture
    /// @param url `otpauth://totp/…`
    /// @param qr the same as a picture: a `data:` URL of an SVG
    record TotpBegun(String secret, String url, String qr) {
        @Override
        public String toString() {
            return "TotpBegun";
        }
    }

    /// @param code six digits
    @JsonIgnoreProperties(ignoreUnknown = true)
    record TotpCode(String code) {
        @Override
        public String toString() {
            return "TotpCode";
        }
    }

    /// @param codes each logs in once in place of a code of the app; told this one time
    record RecoveryCodes(List<String> codes) {
        @Override
        public String toString() {
            return "RecoveryCodes[" + codes.size() + "]";
        }
    }

    /// @param services `remove`, or `keep`, which it is unless given
    /// @param to name of the user who gets what is kept
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record DeleteOptions(@Nullable String services, @Nullable String to) {

        public static final String REMOVE = "remove";
        public static final String KEEP = "keep";
        public static final DeleteOptions DEFAULT = new DeleteOptions(null, null);
    }

    /// @param bytes on disk, of all of it
    /// @param export where an admin gets all of it as a ZIP file: a path on this host
    record Belongings(
            List<OwnedService> services,
            List<OwnedDatabase> databases,
            long bytes,
            String export) {}

    /// @param bytes that it keeps in its own folder
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record OwnedService(String key, String id, @Nullable String title, long bytes) {}

    /// @param service ID of the service that made it; its key when it is gone
    /// @param bytes of its log
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record OwnedDatabase(
            String dbId, @Nullable String alias, String service, long records, long bytes) {}
}
