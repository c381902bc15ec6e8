/// `atek.cloud/users-api`: the people who use this host.
package cloud.atek.api.users;
