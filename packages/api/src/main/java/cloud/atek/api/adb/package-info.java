/// `atek.cloud/adb-api`: JSON documents in databases, addressed by key paths.
package cloud.atek.api.adb;
