package cloud.atek.adb.service;

import cloud.atek.adb.MappedPage;
import cloud.atek.adb.Merge;
import cloud.atek.api.adb.KeyPath;
import cloud.atek.api.adb.MergeOptions;
import cloud.atek.api.adb.MergePage;
import cloud.atek.api.adb.ViewConfig;
import cloud.atek.api.adb.ViewInfo;
import cloud.atek.api.adb.ViewPage;
import cloud.atek.api.adb.ViewQuery;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The views and indexes that one caller defines, and what he reads of several databases at once.
final class CallerViews {

    private final Rights rights;

    CallerViews(Rights rights) {
        this.rights = rights;
    }

    ViewInfo define(String dbId, ViewConfig view) throws IOException {
        return rights.databases().with(rights.writable(dbId), db -> db.views().define(view));
    }

    List<ViewInfo> list(String dbId) throws IOException {
        return rights.databases().with(rights.readable(dbId), db -> db.views().list());
    }

    /// @return the name
    String drop(String dbId, String name) throws IOException {
        return rights.databases()
                .with(
                        rights.writable(dbId),
                        db -> {
                            db.views().drop(name);
                            return name;
                        });
    }

    /// @return the name
    String dropIndex(String dbId, String name) throws IOException {
        return rights.databases()
                .with(
                        rights.writable(dbId),
                        db -> {
                            db.dropIndex(name);
                            return name;
                        });
    }

    ViewPage page(String dbId, String name, @Nullable ViewQuery query) throws IOException {
        String id = rights.readable(dbId);
        ViewQuery wanted = query == null ? ViewQuery.ALL : query;
        MappedPage page = rights.databases().with(id, db -> db.views().page(name, wanted));
        return new ViewPage(
                page.entries().stream().map(one -> entry(id, one)).toList(), page.next());
    }

    MergePage merge(List<String> dbIds, KeyPath path, @Nullable MergeOptions options)
            throws IOException {
        var ids = new ArrayList<String>();
        for (String dbId : dbIds) {
            ids.add(rights.readable(dbId));
        }
        MergeOptions wanted = options == null ? MergeOptions.ALL : options;
        Merge.Page page = new Merge(rights.databases(), ids, path, wanted).page();
        int depth = path.segments().size();
        return new MergePage(
                page.records().stream()
                        .map(one -> Records.of(one.id(), one.record(), depth, true))
                        .toList(),
                page.next());
    }

    private static ViewPage.Entry entry(String id, MappedPage.Entry entry) {
        String path = entry.path().toString();
        String value = entry.value();
        return new ViewPage.Entry(
                Records.raw(entry.keys()),
                path,
                Records.url(id, path),
                entry.sequence(),
                value == null ? null : Records.raw(value));
    }
}
