/// ADB as a Java service uses it: databases, records, and schemas that map records to Java types.
/// What goes over the wire belongs to [cloud.atek.api.adb.AdbApi].
package cloud.atek.kit.adb;
