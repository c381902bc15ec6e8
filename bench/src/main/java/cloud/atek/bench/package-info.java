/// What is measured: the built distribution, from outside, as a user would meet it, beside a
/// program of the same kind in the same minute. Ratios travel between machines; times do not.
@NullMarked
package cloud.atek.bench;

import org.jspecify.annotations.NullMarked;
