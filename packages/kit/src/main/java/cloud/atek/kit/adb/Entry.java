package cloud.atek.kit.adb;

/// A record of a schema.
///
/// @param key its name right below the schema's path
/// @param path `/a/b`
/// @param url `hyper://<dbId>/a/b`
/// @param seq of the commit that wrote it
public record Entry<T>(String key, String path, String url, long seq, T value) {}
