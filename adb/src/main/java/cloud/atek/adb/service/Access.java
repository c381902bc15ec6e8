package cloud.atek.adb.service;

import cloud.atek.api.ServiceKey;
import cloud.atek.api.UserKey;
import cloud.atek.kit.Caller;
import java.util.Optional;

/// Who may do what with a database. Pure.
///
/// The host may do all. The server database is the host's alone, and so is one that nobody
/// registered. Any other belongs to its user through its service: these two together read and write
/// it, and when it is public every user of this host reads it through any service.
final class Access {

    private Access() {}

    static boolean isHost(Caller caller) {
        return caller.user().equals(UserKey.SYSTEM)
                && (caller.service().equals(Caller.HOST)
                        || caller.service().equals(ServiceKey.HOST));
    }

    static boolean owns(Caller caller, Registration database) {
        return database.ownedBy(caller.user().value(), caller.service().value());
    }

    static boolean reads(Caller caller, Optional<Registration> database) {
        return writes(caller, database) || database.filter(Registration::isPublic).isPresent();
    }

    static boolean writes(Caller caller, Optional<Registration> database) {
        return isHost(caller) || database.filter(one -> owns(caller, one)).isPresent();
    }
}
