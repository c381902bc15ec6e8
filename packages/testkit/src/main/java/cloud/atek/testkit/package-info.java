/// What tests of every module share: seeds, clocks, golden files. It depends on none of our
/// modules, so that each of them can use it.
package cloud.atek.testkit;
