/// Many chains by name in one folder: opened when they are used, closed when nobody uses them.
///
/// What is in a chain does not belong here.
package cloud.atek.datachain.chains;
