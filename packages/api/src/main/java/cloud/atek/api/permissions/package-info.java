/// `atek.cloud/permissions-api`: what services want, what they were granted, and by whom.
package cloud.atek.api.permissions;
