package cloud.atek.datachain.live;

import cloud.atek.datachain.Event;
import cloud.atek.datachain.Place;
import cloud.atek.datachain.RowKey;

/// Which events a subscriber wants to hear of. It is asked by the subscriber's own thread.
///
/// A tombstone says neither where its row was nor of what type. So the filters below that go by
/// those let all tombstones through: better one too many than one missed. Who knows which rows he
/// has says so, as in `Filter.place(place).or(event -> mine.contains(event.key()))`, and also hears
/// of a row of his that was moved elsewhere.
@FunctionalInterface
public interface Filter {

    Filter ALL = _ -> true;

    boolean wants(Event event);

    /// What happens to one row.
    static Filter row(RowKey row) {
        return event -> event.key().equals(row);
    }

    /// Rows that are put into one collection, and all tombstones.
    static Filter place(Place place) {
        return event -> !(event instanceof Event.Put put) || place.equals(put.place());
    }

    /// Rows of one type, and all tombstones.
    static Filter type(String type) {
        return event -> !(event instanceof Event.Put put) || put.type().equals(type);
    }

    default Filter and(Filter other) {
        return event -> wants(event) && other.wants(event);
    }

    default Filter or(Filter other) {
        return event -> wants(event) || other.wants(event);
    }
}
