package cloud.atek.adb.service;

import cloud.atek.api.ServiceKey;
import cloud.atek.api.UserKey;
import cloud.atek.kit.Caller;
import java.util.Optional;

/// Who may do what with a database. Pure.
///
/// The host may do all. The server database is the host's alone, and so is one that nobody
/// registered. A service may have leave of its user to use one database of his. Any other belongs
/// to its user through its service: these two together read and write it, and when it is public
/// every user of this host reads it through any service.
///
/// A user is here *in person* when the page that calls is ADB's own or at the root of the domain;
/// he then has all that is his, through whatever service it was made, and an admin has all that is
/// anybody's. Through an installed service neither has more than that service was given.
///
/// @param self the key of ADB itself
record Access(ServiceKey self) {

    static boolean isHost(Caller caller) {
        return caller.user().equals(UserKey.SYSTEM)
                && (caller.service().equals(Caller.HOST)
                        || caller.service().equals(ServiceKey.HOST));
    }

    static boolean owns(Caller caller, Registration database) {
        return database.ownedBy(caller.user().value(), caller.service().value());
    }

    boolean isInPerson(Caller caller) {
        return caller.service().equals(self);
    }

    /// @param admin whether the caller has the authority of an admin
    boolean reads(Caller caller, boolean admin, Optional<Registration> database) {
        return writes(caller, admin, database)
                || database.filter(Registration::isPublic).isPresent();
    }

    /// @param admin whether the caller has the authority of an admin
    boolean writes(Caller caller, boolean admin, Optional<Registration> database) {
        return isHost(caller) || database.filter(one -> admin || belongs(caller, one)).isPresent();
    }

    private boolean belongs(Caller caller, Registration database) {
        return owns(caller, database)
                || (database.dbId().equals(caller.database())
                        && database.ownedBy(caller.user().value()))
                || (isInPerson(caller) && database.ownedBy(caller.user().value()));
    }
}
