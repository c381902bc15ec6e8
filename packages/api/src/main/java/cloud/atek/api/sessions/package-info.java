/// `atek.cloud/user-sessions-api`: log in, log out, who am I.
package cloud.atek.api.sessions;
