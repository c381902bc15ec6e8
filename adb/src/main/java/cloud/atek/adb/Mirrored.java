package cloud.atek.adb;

import com.fasterxml.jackson.databind.JsonNode;

/// A record that indexes or mappings have.
///
/// @param id its number in the view
/// @param path bytes
@SuppressWarnings("ArrayRecordComponent")
record Mirrored(long id, byte[] path, JsonNode value) {}
