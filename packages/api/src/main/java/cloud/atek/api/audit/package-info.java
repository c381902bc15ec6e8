/// `atek.cloud/audit-api`: read what was done on this host, and by whom.
package cloud.atek.api.audit;
