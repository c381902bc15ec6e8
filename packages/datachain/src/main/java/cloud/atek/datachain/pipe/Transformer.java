package cloud.atek.datachain.pipe;

import cloud.atek.datachain.Event;

/// Changes the form that bodies are stored in. It runs where rows are written and read as values,
/// before a change is hashed and signed, and after a row was found. Thread-safe.
public interface Transformer {

    /// From the form that is used to the one that is stored. It may change the body and its
    /// encoding and nothing else.
    Transformed underlay(Event.Put put);

    /// From the form that is stored to the one that is used: undoes what [#underlay] did, and
    /// leaves a row alone that it did nothing to.
    Transformed overlay(Event.Put put);
}
