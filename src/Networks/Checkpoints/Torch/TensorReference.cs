namespace Graft.Networks;

/// <summary>A tensor as a pickle describes it; nothing of it has been checked against the file yet.</summary>
internal sealed record TensorReference(StorageReference Storage, long Offset, IReadOnlyList<long> Shape, IReadOnlyList<long> Strides);
