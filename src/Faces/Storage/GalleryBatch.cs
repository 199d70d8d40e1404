using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Graft.Faces;

/// <summary>Encrypted descriptors as they were read, to be decrypted into the rows of an index.</summary>
internal sealed class GalleryBatch
{
    private readonly GalleryStore _store;
    private readonly DescriptorIndex _index;
    private readonly NormaliseRow? _normalise;
    private readonly int _vectorSize;
    private readonly byte[] _vectors, _names, _owners;
    private readonly long[] _samples;
    private readonly int[] _persons, _slots;

    public GalleryBatch(GalleryStore store, DescriptorIndex index, int rows, int dimension, NormaliseRow? normalise)
    {
        (_store, _index, _normalise) = (store, index, normalise);
        _vectorSize = dimension * sizeof(float) + Sealing.Overhead;
        _vectors = new byte[rows * _vectorSize];
        (_names, _owners) = (new byte[rows * KeyFile.NameSize], new byte[rows * KeyFile.NameSize]);
        (_samples, _persons, _slots) = (new long[rows], new int[rows], new int[rows]);
    }

    /// <summary>How many it takes.</summary>
    public int Size => _samples.Length;

    public int Count { get; private set; }

    /// <summary>Where they go.</summary>
    public int[] Rows { get; set; } = [];

    public void Add(long sample, int person, ReadOnlySpan<byte> name, ReadOnlySpan<byte> vector, ReadOnlySpan<byte> owner, int slot)
    {
        if (vector.Length != _vectorSize || name.Length != KeyFile.NameSize || owner.Length != KeyFile.NameSize) throw _store.Changed(owner);
        vector.CopyTo(_vectors.AsSpan(Count * _vectorSize));
        name.CopyTo(_names.AsSpan(Count * KeyFile.NameSize));
        owner.CopyTo(_owners.AsSpan(Count * KeyFile.NameSize));
        (_samples[Count], _persons[Count], _slots[Count]) = (sample, person, slot);
        Count++;
    }

    /// <summary>Decrypts all of them.</summary>
    /// <param name="keys">The whole key file, or null to read keys one by one.</param>
    /// <exception cref="GraftException">A key is not there, or a row was changed.</exception>
    public void Open(byte[]? keys)
    {
        Span<byte> key = stackalloc byte[KeyFile.KeySize], context = stackalloc byte[SealContext.Size];
        var values = new float[(_vectorSize - Sealing.Overhead) / sizeof(float)];
        AesGcm? cipher = null;
        try
        {
            for (var i = 0; i < Count; i++)
            {
                var owner = _owners.AsSpan(i * KeyFile.NameSize, KeyFile.NameSize);
                if (i == 0 || _slots[i] != _slots[i - 1] || _persons[i] != _persons[i - 1])
                {
                    cipher?.Dispose();
                    cipher = null;
                    if (!(keys is null ? _store.Keys.TryRead(_slots[i], owner, key) : KeyFile.TryTake(keys, _slots[i], owner, key))) throw _store.NoKey(owner);
                    cipher = Sealing.Cipher(key);
                }
                SealContext.Write(context, SealContext.Vector, _store.Identity, owner, _names.AsSpan(i * KeyFile.NameSize, KeyFile.NameSize));
                if (!Sealing.TryOpen(cipher!, _vectors.AsSpan(i * _vectorSize, _vectorSize), MemoryMarshal.AsBytes(values.AsSpan()), context))
                    throw _store.Changed(owner);
                _normalise?.Invoke(values);
                _index.Set(Rows[i], _persons[i], _samples[i], values);
            }
        }
        finally
        {
            cipher?.Dispose();
            CryptographicOperations.ZeroMemory(key);
            CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(values.AsSpan()));
        }
    }
}

/// <summary>Makes a row of unit length.</summary>
internal delegate void NormaliseRow(Span<float> values);
