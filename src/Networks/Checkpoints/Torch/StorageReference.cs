namespace Graft.Networks;

/// <summary>A stretch of values that tensors look at, named in a pickle and stored elsewhere.</summary>
/// <param name="Key">Its name in the file.</param>
/// <param name="Type">Type of the values.</param>
/// <param name="Count">Number of values it should have.</param>
/// <param name="ViewOffset">First value of it that is meant (old files have storages inside storages).</param>
/// <param name="ViewCount">Number of values that are meant.</param>
internal sealed record StorageReference(string Key, TensorType Type, long Count, long ViewOffset, long ViewCount);
