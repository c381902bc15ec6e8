/// `earthstar-api`: signed documents with many authors, in workspaces that sync between homes.
package cloud.atek.api.earthstar;
