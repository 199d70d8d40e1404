using System.Data.Common;
using Graft.Faces;

namespace Graft.FacesPostgres;

/// <summary>Samples as they come from the server; the bytes of a row are copied into places that the next row uses again.</summary>
internal sealed class PostgresCursor(PostgresDatabase database, DbDataReader reader, bool withOwners) : SampleCursor
{
    private readonly byte[][] _bytes = [new byte[KeyFile.NameSize], new byte[1024], new byte[KeyFile.NameSize]];
    private readonly int[] _lengths = new int[3];

    /// <inheritdoc/>
    public override long Sample => reader.GetInt64(0);

    /// <inheritdoc/>
    public override long Person => reader.GetInt64(1);

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> Name => _bytes[0].AsSpan(0, _lengths[0]);

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> Vector => _bytes[1].AsSpan(0, _lengths[1]);

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> Owner => _bytes[2].AsSpan(0, _lengths[2]);

    /// <inheritdoc/>
    public override int Slot => reader.GetInt32(5);

    /// <inheritdoc/>
    public override bool Read() => database.Explained(() =>
    {
        if (!reader.Read()) return false;
        for (var i = 0; i < (withOwners ? 3 : 2); i++)
        {
            var length = checked((int)reader.GetBytes(2 + i, 0, null, 0, 0));
            if (_bytes[i].Length < length) _bytes[i] = new byte[length];
            _lengths[i] = length == 0 ? 0 : checked((int)reader.GetBytes(2 + i, 0, _bytes[i], 0, length));
        }
        return true;
    });

    /// <inheritdoc/>
    public override void Dispose() => database.Explained(() =>
    {
        reader.Dispose();
        return 0;
    });
}
