/// The file side of a chain: numbered frames in segments, made durable by one owner thread.
///
/// It knows nothing of rows, signatures or keys: the body of a frame is bytes.
package cloud.atek.datachain.log;
