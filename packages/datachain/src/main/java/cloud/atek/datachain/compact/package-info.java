/// When a chain is compacted, and how it is decided what stays. Pure: it knows nothing of chains.
package cloud.atek.datachain.compact;
