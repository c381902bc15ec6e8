package cloud.atek.api.adb;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Records seen in another order than that of their paths, and of more than one database.
public interface ViewsApi {

    /// Defines a view. Durable when it answers; the view is built in the background, see
    /// [#viewList]. Defining what is there already changes nothing; a view with another definition
    /// has to be dropped first. For those who may write.
    ViewInfo viewDefine(String dbId, ViewConfig view);

    /// All views of a database, by their names.
    List<ViewInfo> viewList(String dbId);

    /// Drops a view. Dropping what is not there is no error.
    void viewDrop(String dbId, String name);

    /// The entries of a view, a page at a time, as they are after the last commit. Refused while
    /// the view is being built.
    ViewPage viewGet(String dbId, String name, @Nullable ViewQuery query);

    /// The records below `path` in all of these databases, by the bytes of their paths, those of
    /// one path in the order of the databases. Each database is read as it is at that moment.
    ///
    /// @param dbIds 1 to [MergeOptions#DATABASES_MAX] different ones, all of which the caller reads
    MergePage recordMerge(List<String> dbIds, KeyPath path, @Nullable MergeOptions options);
}
