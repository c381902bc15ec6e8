/// `atek.cloud/events-api`: services tell what happened, whoever uses their APIs hears it.
package cloud.atek.api.events;
