/// `atek.cloud/services-api`: install, run and watch services.
package cloud.atek.api.services;
