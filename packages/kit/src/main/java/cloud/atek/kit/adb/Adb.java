package cloud.atek.kit.adb;

import cloud.atek.api.adb.AdbApi;
import cloud.atek.api.adb.AdbApi.DbConfig;
import cloud.atek.api.adb.AdbApi.DbInfo;
import cloud.atek.kit.HostApis;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The databases of a service and its user.
///
/// ```java
/// var adb = new Adb(new HostApis(service.environment()));
/// adb.db("main").put("/notes/first", new Note("Hello"));
/// ```
///
/// Thread-safe; every method that calls blocks until the answer is there, and throws
/// [cloud.atek.kit.RpcException] when the call is refused or does not reach ADB.
public final class Adb {

    private static final Pattern ID = Pattern.compile("[0-9a-fA-F]{64}");

    private final HostApis host;
    private final AdbApi api;

    public Adb(HostApis host) {
        this.host = host;
        this.api = host.api(AdbApi.class);
    }

    /// Every method of the contract.
    public AdbApi api() {
        return api;
    }

    /// The database with this id, also in the form `hyper://<id>/…`, or the one that the service
    /// knows by this alias, which is made when there is none.
    public Db db(String idOrAlias) {
        return db(idOrAlias, DbConfig.DEFAULT);
    }

    /// @param config of the database if it is made
    public Db db(String idOrAlias, DbConfig config) {
        Matcher id = ID.matcher(idOrAlias);
        return new Db(
                host,
                api,
                id.find()
                        ? id.group().toLowerCase(Locale.ROOT)
                        : api.dbGetOrCreate(idOrAlias, config).dbId());
    }

    /// A new one.
    public Db create(DbConfig config) {
        return new Db(host, api, api.dbCreate(config).dbId());
    }

    /// Some databases, read as one.
    ///
    /// @param dbs 1 to 16 different ones
    public Merged merge(List<Db> dbs) {
        return new Merged(api, dbs.stream().map(Db::id).toList());
    }

    /// All databases of the service.
    public List<DbInfo> list() {
        return api.dbList();
    }
}
