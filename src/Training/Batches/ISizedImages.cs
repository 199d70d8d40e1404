namespace Graft.Training;

/// <summary>Images whose batches have sizes of their own. The job's <see cref="Graft.Imaging.Preprocess"/> says how large they are at most.</summary>
public interface ISizedImages : IImageSource
{
    /// <summary>Images of one bucket have nearly one shape; batches are made of them.</summary>
    int BucketOf(int index);

    /// <summary>The size of a batch, at most the job's; both sides multiples of what the network asks for.</summary>
    (int Height, int Width) SizeOf(ReadOnlySpan<int> indices, int epoch);

    /// <summary>Loads an image for a batch of that size.</summary>
    /// <param name="index">Which.</param>
    /// <param name="epoch">Epoch counted through all phases from 0; the same arguments give the same bytes.</param>
    /// <param name="size">Size of the batch.</param>
    /// <param name="destination">Filled with Height x Width x 3 bytes, RGB.</param>
    /// <returns>Its target, moved and scaled with the pixels.</returns>
    object Load(int index, int epoch, (int Height, int Width) size, Span<byte> destination);
}
