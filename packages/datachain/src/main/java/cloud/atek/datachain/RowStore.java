package cloud.atek.datachain;

/// What a table is made of, shared by all its snapshots. One thread at a time.
record RowStore(RowSlots rows, Places places, Authorities authorities) {

    static RowStore empty() {
        var hash = new KeyedHash();
        var rows = new RowSlots(hash);
        return new RowStore(rows, new Places(hash, rows), new Authorities());
    }

    /// A row as it is now.
    RowView.Row row(int row) {
        return row(row, row, rows.sequence(row), rows.authority(row));
    }

    /// A row as it was.
    ///
    /// @param number the row or its stand-in, in the list of the place where the row was
    RowView.Row row(int row, int number, long sequence, int authority) {
        return new RowView.Row(
                rows.key(row),
                sequence,
                places.place(rows.place(number)),
                authorities.authority(authority));
    }
}
