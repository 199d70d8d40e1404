using System.Text.Json.Serialization;
using Graft.Runtime;

namespace Graft.Faces;

/// <summary>What is kept of a person, encrypted with the person's key.</summary>
/// <param name="Name">The name.</param>
/// <param name="Purpose">What the person agreed to, or null.</param>
/// <param name="Added">When the person was enrolled.</param>
internal sealed record PersonContent(string Name, string? Purpose, DateTimeOffset Added);

/// <summary>What is kept of a photograph beside its descriptor, encrypted with the person's key.</summary>
/// <param name="Content">SHA-256 of the file, hexadecimal.</param>
/// <param name="Source">Where the file was, or null.</param>
/// <param name="Added">When it was added.</param>
/// <param name="IsConfirmed">Whether somebody confirmed a recognised face, in place of an enrolled one.</param>
/// <param name="Quality">How well the face could be recognised, or null.</param>
internal sealed record SampleContent(string Content, string? Source, DateTimeOffset Added, bool IsConfirmed, FaceQuality? Quality);

/// <summary>A row of the table of persons.</summary>
/// <param name="Id">Its number, never used again.</param>
/// <param name="Name">Its random name, which the log may show.</param>
/// <param name="Slot">Where its key is.</param>
/// <param name="Sealed">Its content, encrypted.</param>
/// <param name="Expires">Unix milliseconds, or <see cref="Never"/>.</param>
internal sealed record PersonRow(long Id, byte[] Name, int Slot, byte[] Sealed, long Expires)
{
    /// <summary>No day on which it expires.</summary>
    public const long Never = long.MaxValue;

    /// <summary>The columns it is read from.</summary>
    public const string Columns = "id, name, slot, sealed, expires";

    /// <summary>Reads the columns.</summary>
    public static PersonRow Read(System.Data.Common.DbDataReader row) =>
        new(row.GetInt64(0), row.GetFieldValue<byte[]>(1), row.GetInt32(2), row.GetFieldValue<byte[]>(3), row.GetInt64(4));
}

/// <summary>A row of the table of samples.</summary>
/// <param name="Id">Its number, never used again.</param>
/// <param name="Name">Its random name.</param>
/// <param name="Vector">The descriptor, encrypted.</param>
/// <param name="Detail">The rest, encrypted.</param>
internal sealed record SampleRow(long Id, byte[] Name, byte[] Vector, byte[] Detail)
{
    /// <summary>The columns it is read from.</summary>
    public const string Columns = "id, name, vector, detail";

    /// <summary>Reads the columns.</summary>
    public static SampleRow Read(System.Data.Common.DbDataReader row) =>
        new(row.GetInt64(0), row.GetFieldValue<byte[]>(1), row.GetFieldValue<byte[]>(2), row.GetFieldValue<byte[]>(3));
}

[JsonSerializable(typeof(PersonContent)), JsonSerializable(typeof(SampleContent)), JsonSerializable(typeof(FaceContract))]
[JsonSerializable(typeof(IndexRecall))]
[JsonSerializable(typeof(FaceCalibration)), JsonSerializable(typeof(PersonExport)), JsonSerializable(typeof(Dictionary<string, int>))]
[JsonSerializable(typeof(Dictionary<string, byte[]>))]
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
internal sealed partial class FacesJson : JsonSerializerContext
{
    public static FacesJson Compact { get; } = new(Json.Generated(indented: false, Json.Words<PersonScore>()));

    public static FacesJson Indented { get; } = new(Json.Generated(indented: true, Json.Words<PersonScore>()));
}
