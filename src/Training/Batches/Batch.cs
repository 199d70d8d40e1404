namespace Graft.Training;

/// <summary>Images on their way into a step. Its arrays are used again for later batches.</summary>
internal sealed class Batch
{
    internal Batch(int capacity, int pixelLength, int inputLength, bool holdsImages, int wholeCapacity = 0)
    {
        Whole = new int[Math.Max(capacity, wholeCapacity)];
        Indices = new int[capacity];
        IsReady = new bool[capacity];
        Targets = new object[capacity];
        Pixels = new byte[capacity * pixelLength];
        Inputs = new float[capacity * inputLength];
        (PixelLength, InputLength, HoldsImages) = (pixelLength, inputLength, holdsImages);
    }

    /// <summary>Images in it; the arrays may be longer.</summary>
    public int Count { get; internal set; }

    /// <summary>Where these images lie in the batch of all ranks; it has as many where there is one process.</summary>
    public BatchSlice Slice { get; internal set; }

    /// <summary>Every image of the batch of all ranks; the array may be longer.</summary>
    internal int[] Whole { get; }

    /// <summary>
    /// Whether the image before these is loaded too, behind them: mixing blends each image with the one before it, and the first with the last.
    /// </summary>
    internal bool HasNeighbour { get; set; }

    /// <summary>Images that are loaded.</summary>
    internal int Loaded => Count + (HasNeighbour ? 1 : 0);

    /// <summary>
    /// What the batch counts for among those whose gradients are added up for one step: its images, or what else the task's mean is taken over.
    /// </summary>
    public double Weight { get; set; }

    /// <summary>The weights of all ranks together.</summary>
    public double WholeWeight { get; internal set; }

    /// <summary>Factor on the gradients of its mean loss: its weight, over that of the first batch of the step on all ranks.</summary>
    public double Share { get; internal set; } = 1;

    /// <summary>Which, as indices of the source.</summary>
    public int[] Indices { get; }

    /// <summary>The target of each image, as its source gave it.</summary>
    public object[] Targets { get; }

    /// <summary>What the trained part takes: N x H x W x 3 normalised, or N x features of the frozen prefix in C order.</summary>
    public float[] Inputs { get; }

    /// <summary>Values of <see cref="Inputs"/> per image.</summary>
    public int InputLength { get; private set; }

    /// <summary>Size of its images in pixels, where <see cref="HoldsImages"/>.</summary>
    public (int Height, int Width) Size { get; private set; }

    /// <summary>Whether <see cref="Inputs"/> are images and not features.</summary>
    public bool HoldsImages { get; }

    /// <summary>A batch of its own with the same images and targets; all of them must be ready.</summary>
    internal Batch Copy()
    {
        var copy = new Batch(Loaded, pixelLength: 0, InputLength, HoldsImages, Whole.Length)
        { Count = Count, Size = Size, PixelLength = PixelLength, Slice = Slice, HasNeighbour = HasNeighbour };
        Whole.CopyTo(copy.Whole);
        Indices.AsSpan(0, Loaded).CopyTo(copy.Indices);
        Targets.AsSpan(0, Loaded).CopyTo(copy.Targets);
        IsReady.AsSpan(0, Loaded).CopyTo(copy.IsReady);
        Inputs.AsSpan(0, Loaded * InputLength).CopyTo(copy.Inputs);
        return copy;
    }

    /// <summary>A generator for this batch and purpose: depends on the run's seed, the epoch and the batch's number in it alone.</summary>
    public SeededRandom Random(string purpose) => SeededRandom.For(Seed, $"{purpose}/{Place}");

    /// <summary>As above for one of this rank's images: depends on its place in the whole batch, and on nothing of the images before it.</summary>
    public SeededRandom RandomOf(int image, string purpose) => Random($"{purpose}/{Slice.Offset + image}");

    /// <summary>Per image, whether <see cref="Inputs"/> holds it; otherwise <see cref="Pixels"/> does, for the frozen prefix.</summary>
    internal bool[] IsReady { get; }

    /// <summary>Bytes of the images that are not ready.</summary>
    internal byte[] Pixels { get; }

    internal int PixelLength { get; private set; }

    internal ulong Seed { get; set; }

    /// <summary>EPOCH/BATCH, the part of <see cref="Random"/>'s key that tells batches apart.</summary>
    internal string Place { get; set; } = "";

    /// <summary>Sets the size of the images, at most that of the arrays.</summary>
    internal void SetSize((int Height, int Width) size)
    {
        Size = size;
        if (HoldsImages) PixelLength = InputLength = size.Height * size.Width * 3;
    }

    internal Span<byte> PixelsOf(int position) => Pixels.AsSpan(position * PixelLength, PixelLength);

    internal Span<float> InputOf(int position) => Inputs.AsSpan(position * InputLength, InputLength);
}
