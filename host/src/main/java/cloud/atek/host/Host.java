package cloud.atek.host;

import cloud.atek.api.adb.AdbApi;
import cloud.atek.api.services.ServiceRecord;
import cloud.atek.crypto.Tokens;
import cloud.atek.host.cli.HostRunner;
import cloud.atek.host.cli.HostStartException;
import cloud.atek.host.cli.UpOptions;
import cloud.atek.host.config.BadConfigException;
import cloud.atek.host.config.ConfigFile;
import cloud.atek.host.config.DataFolder;
import cloud.atek.host.config.HostConfig;
import cloud.atek.host.config.Settings;
import cloud.atek.host.edge.PortTakenException;
import cloud.atek.host.gateway.Deed;
import cloud.atek.host.hostapi.AuditHandlers;
import cloud.atek.host.hostapi.InspectHandlers;
import cloud.atek.host.hostapi.PermissionHandlers;
import cloud.atek.host.hostapi.Providers;
import cloud.atek.host.hostapi.ServiceHandlers;
import cloud.atek.host.hostapi.SessionHandlers;
import cloud.atek.host.permissions.GrantRecord;
import cloud.atek.host.permissions.Grants;
import cloud.atek.host.permissions.LimitedRecord;
import cloud.atek.host.permissions.PermissionDesk;
import cloud.atek.host.permissions.Picks;
import cloud.atek.host.serverdb.ServerDb;
import cloud.atek.host.serverdb.ServerDbException;
import cloud.atek.host.services.Services;
import cloud.atek.host.storage.Folders;
import cloud.atek.host.tls.BadCertificateException;
import cloud.atek.host.users.People;
import cloud.atek.host.users.UserChoices;
import cloud.atek.rpc.MessageCodec;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The host. Reading [#start] from top to bottom is reading the boot order: config, HTTP with the
/// gateway, core services, server database, user services.
///
/// One thread starts it; any thread may close it, at any time.
public final class Host implements HostRunner.Running {

    private static final Logger log = LoggerFactory.getLogger(Host.class);

    private final CountDownLatch stopped = new CountDownLatch(1);
    private final AtomicBoolean closing = new AtomicBoolean();
    private final Clock clock = Clock.systemUTC();
    private final UpOptions options;
    private volatile @Nullable Thread starting;
    private volatile @Nullable DataFolder folder;
    private volatile @Nullable Parts parts;

    private Host(UpOptions options) {
        this.options = options;
    }

    /// A host that is not started yet.
    public static Host prepare(UpOptions options) {
        return new Host(options);
    }

    @Override
    public HostRunner.Started start() throws HostStartException {
        starting = Thread.currentThread();
        try {
            return boot();
        } catch (BadConfigException | PortTakenException e) {
            throw failed(String.valueOf(e.getMessage()), e);
        } catch (BadCertificateException e) {
            throw failed("TLS (\"tls\" in config.json): " + e.getMessage(), e);
        } catch (ServerDbException e) {
            throw failed(e.getMessage() + " The log of core.adb says more.", e);
        } catch (IOException e) {
            throw failed(
                    "The data folder %s cannot be used: %s"
                            .formatted(options.configDir(), e.getMessage()),
                    e);
        } catch (InterruptedException e) {
            throw failed("Stopped while starting.", e);
        } finally {
            starting = null;
        }
    }

    private HostRunner.Started boot()
            throws IOException, InterruptedException, HostStartException, BadCertificateException {
        DataFolder mine = take();
        Settings settings = withToken(Settings.open(ConfigFile.in(mine.dir()), options.over()));
        HostConfig wanted = settings.current();

        Distribution distribution = Distribution.here();
        Parts wired = Parts.wire(new Parts.Ground(mine.dir(), settings, distribution, clock));
        parts = wired;
        wired.audit().started();
        wired.edge().start();
        mine.tell(wired.edge().port());

        wired.services().sweep();
        new CoreServices(wired.services()).start(wanted, distribution);

        ServerDb db =
                ServerDb.open(
                        wired.gateway(), wanted.serverDbId(), () -> settings.current().adbSql());
        if (!db.id().equals(wanted.serverDbId())) {
            settings.keep(MessageCodec.JSON.createObjectNode().put("serverDbId", db.id()));
            log.info("made the server database {}", db.id());
        }
        wired.services().whenStarted(AdbApi.ID, db::reopen);
        open(wired, db);
        settings.watch((old, now) -> changed(db, wired, old, now));
        wired.updateWatch().start();
        return started(wired, settings.current());
    }

    private static void changed(ServerDb db, Parts wired, HostConfig old, HostConfig now) {
        if (!old.equals(now)) {
            wired.edge().namesChanged();
            wired.audit().record(Deed.ofTheHost("config changed", null, null));
        }
        if (old.adbSql() != now.adbSql()) {
            db.reopen();
        }
    }

    private void open(Parts wired, ServerDb db) throws IOException {
        Settings settings = wired.settings();
        People people =
                People.open(db, wired.keys()::next, () -> settings.current().sessionLife(), clock);
        wired.doors().open(people);
        wired.grants()
                .open(
                        new Grants.Tables(
                                db.table(Grants.PATH, GrantRecord.class),
                                db.table(Grants.LIMITED_PATH, LimitedRecord.class)));
        wired.services().open(db.table(Services.PATH, ServiceRecord.class));
        wired.doors().settle();
        wired.grants().sweep();
        PermissionDesk permissions = permissions(wired, db);
        var providers = new Providers(wired.gateway(), new UserChoices(wired.doors()));
        wired.gateway()
                .serve(new ServiceHandlers(wired.services(), permissions, providers).table());
        wired.gateway().serve(new PermissionHandlers(permissions).table());
        wired.gateway().serve(new AuditHandlers(wired.audit()).table());
        wired.gateway().serve(PeopleWiring.users(wired, people, db, options.configDir()));
        wired.gateway().serve(new SessionHandlers(people).table());
        // The last one: that it is there says that all is ready.
        wired.gateway().serve(new InspectHandlers(wired.settings(), wired.edge()::port).table());
    }

    private PermissionDesk permissions(Parts wired, ServerDb db) {
        var picks =
                new Picks(
                        wired.registry(),
                        db.databases(),
                        new Folders(options.configDir().resolve("folders")));
        var desk = new PermissionDesk(wired.grants(), picks, wired.services()::refresh, clock);
        wired.expiry().start(desk::expire);
        return desk;
    }

    private HostRunner.Started started(Parts wired, HostConfig config) {
        int port = wired.edge().port();
        URI ui = wired.edge().address(config.domain());
        log.info("ready at {}", ui);
        return new HostRunner.Started(
                port,
                ui,
                ui.resolve("/_atek/gateway"),
                options.configDir(),
                wired.setup().wanted()
                        ? ui.resolve("/_atek/setup?code=" + wired.setup().code())
                        : null,
                wired.warning());
    }

    private DataFolder take() throws IOException, HostStartException {
        return switch (DataFolder.take(options.configDir())) {
            case DataFolder.Taken.Mine(DataFolder mine) -> {
                folder = mine;
                yield mine;
            }
            case DataFolder.Taken.Held(String holder) ->
                    throw new HostStartException(
                            "Another Atek uses %s already (%s). Stop it first, or name another folder with --configDir."
                                    .formatted(options.configDir(), holder),
                            null);
        };
    }

    /// The command line proves with it that it runs as the owner of the data folder.
    private static Settings withToken(Settings settings) throws IOException {
        if (settings.current().systemAuthTokens().isEmpty()) {
            ObjectNode own = MessageCodec.JSON.createObjectNode();
            own.putArray("systemAuthTokens").add(Tokens.fresh());
            settings.keep(own);
        }
        return settings;
    }

    private HostStartException failed(String message, Exception cause) {
        log.error("the host cannot start", cause);
        close();
        return new HostStartException(message, cause);
    }

    @Override
    public void awaitStop() throws InterruptedException {
        stopped.await();
    }

    @Override
    public void close() {
        if (!closing.compareAndSet(false, true)) {
            return;
        }
        Thread starter = starting;
        if (starter != null && !starter.equals(Thread.currentThread())) {
            starter.interrupt();
        }
        log.info("stopping");
        try {
            close(parts);
            close(folder);
        } finally {
            stopped.countDown();
        }
    }

    private static void close(@Nullable AutoCloseable part) {
        try {
            if (part != null) {
                part.close();
            }
        } catch (Exception e) {
            log.warn("{} was not closed well", part, e);
        }
    }
}
