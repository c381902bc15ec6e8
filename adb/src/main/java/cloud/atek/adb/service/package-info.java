/// The ADB process: who may do what with which database, and the API that services call.
@NullMarked
package cloud.atek.adb.service;

import org.jspecify.annotations.NullMarked;
