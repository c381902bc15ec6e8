/// Makes `docs/api` of the interfaces in `packages/api` and their doc comments.
package cloud.atek.host.apidoc;
