namespace Graft.Faces;

/// <summary>The tables of a gallery, in the words of a database.</summary>
/// <param name="Number">The type of a number of 64 bits.</param>
/// <param name="Key">The type of a number that is drawn, never used again, and the key of its table.</param>
/// <param name="Bytes">The type of bytes.</param>
/// <param name="ByName">What stands behind a table that is found by its names alone.</param>
internal sealed record GallerySchema(string Number, string Key, string Bytes, string ByName)
{
    /// <summary>Everything but the faces that were kept.</summary>
    public string Tables => $"""
        CREATE TABLE gallery (id {Number} PRIMARY KEY CHECK (id = 1), name {Bytes} NOT NULL, contract TEXT NOT NULL, slot {Number} NOT NULL,
            seal {Bytes} NOT NULL, revision {Number} NOT NULL, removals {Number} NOT NULL, log_seal {Bytes} NOT NULL);
        CREATE TABLE person (id {Key}, name {Bytes} NOT NULL UNIQUE, tag {Bytes} NOT NULL UNIQUE, slot {Number} NOT NULL,
            sealed {Bytes} NOT NULL, expires {Number} NOT NULL, revision {Number} NOT NULL);
        CREATE TABLE sample (id {Key}, person {Number} NOT NULL REFERENCES person (id), name {Bytes} NOT NULL, image {Bytes} NOT NULL,
            vector {Bytes} NOT NULL, detail {Bytes} NOT NULL, UNIQUE (image, person));
        CREATE INDEX sample_person ON sample (person);
        CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL, seal {Bytes} NOT NULL) {ByName};
        CREATE TABLE doomed (slot {Number} PRIMARY KEY);
        CREATE TABLE log (number {Number} PRIMARY KEY, at {Number} NOT NULL, action TEXT NOT NULL, person TEXT NOT NULL, detail TEXT NOT NULL,
            hash {Bytes} NOT NULL);
        """;

    /// <summary>The faces that were kept. Each goes with its sample, whoever removes that: a program of version 1 knows nothing of it.</summary>
    public string Crops => $"CREATE TABLE crop (sample {Number} PRIMARY KEY REFERENCES sample (id) ON DELETE CASCADE, sealed {Bytes} NOT NULL);";
}
