/// One workspace as this home has it: what was written and heard, kept, asked for and followed. How
/// it comes from other homes is the business of `cloud.atek.earthstar.sync`.
package cloud.atek.earthstar.replica;
