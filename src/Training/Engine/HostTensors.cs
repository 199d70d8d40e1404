using System.Runtime.InteropServices;
using Graft.Networks;
using TorchSharp;

namespace Graft.Training;

/// <summary>Tensors from managed memory and back.</summary>
internal static class HostTensors
{
    /// <summary>
    /// A copy in torch's own memory. torch.tensor and torch.frombuffer keep a pinned managed array instead, whose alignment changes from
    /// run to run, and matrix products round by alignment: the same seed would not give the same numbers.
    /// </summary>
    public static torch.Tensor From(ReadOnlySpan<float> values, params ReadOnlySpan<long> shape)
    {
        var tensor = torch.empty(shape.ToArray());
        values[..(int)tensor.numel()].CopyTo(MemoryMarshal.Cast<byte, float>(tensor.bytes));
        return tensor;
    }

    /// <summary>Class indices as torch wants them: N x height x width, 64-bit.</summary>
    public static torch.Tensor FromLabels(IReadOnlyList<byte[]> maps, int height, int width)
    {
        var tensor = torch.empty([maps.Count, height, width], torch.ScalarType.Int64);
        var values = MemoryMarshal.Cast<byte, long>(tensor.bytes);
        var at = 0;
        foreach (var map in maps)
            foreach (var value in map) values[at++] = value;
        return tensor;
    }

    /// <summary>A tensor of its own outside any scope, filters in the given layout.</summary>
    public static torch.Tensor ToTorch(HostTensor host, MemoryLayout layout, torch.ScalarType type)
    {
        using var scope = torch.NewDisposeScope();
        var tensor = From(host.Data, [.. host.Shape.Select(dimension => (long)dimension)]).to_type(type);
        if (layout == MemoryLayout.ChannelsLast && host.Shape.Count == 4) tensor = ChannelsLast(tensor);
        return tensor.DetachFromDisposeScope();
    }

    /// <summary>A copy in C order, float32.</summary>
    public static HostTensor ToHost(torch.Tensor tensor)
    {
        using var scope = torch.NewDisposeScope();
        var plain = tensor.detach().to_type(torch.ScalarType.Float32).contiguous();
        var data = new float[plain.numel()];
        MemoryMarshal.Cast<byte, float>(plain.bytes).CopyTo(data);
        return new HostTensor([.. tensor.shape.Select(dimension => (int)dimension)], data);
    }

    /// <summary>Copies C-ordered values into a tensor, whatever its layout and type.</summary>
    public static void Fill(torch.Tensor tensor, HostTensor host)
    {
        using var scope = torch.NewDisposeScope();
        using var noGradient = torch.no_grad();
        tensor.copy_(From(host.Data, tensor.shape));
    }

    /// <summary>N x C x H x W, stored as N x H x W x C; no copy where it lies so already.</summary>
    public static torch.Tensor ChannelsLast(torch.Tensor tensor) => tensor.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2);

    /// <summary>The memory of a dense tensor in its own order.</summary>
    public static Span<float> Memory(torch.Tensor tensor)
    {
        if (tensor.is_contiguous()) return MemoryMarshal.Cast<byte, float>(tensor.bytes);
        using var inOrder = tensor.permute(0, 2, 3, 1); // channels last; torch refuses the span if it is not
        return MemoryMarshal.Cast<byte, float>(inOrder.bytes);
    }
}

/// <summary>Batches as tensors.</summary>
internal static class Images
{
    /// <summary>N x H x W x 3 values as an N x 3 x H x W tensor, which is channels-last for free.</summary>
    public static torch.Tensor From(ReadOnlySpan<float> values, int count, int height, int width) =>
        HostTensors.From(values, count, height, width, 3).permute(0, 3, 1, 2);

    /// <summary>Features of the shape for one image, in C order.</summary>
    public static torch.Tensor Features(ReadOnlySpan<float> values, int count, IReadOnlyList<int> shape) =>
        HostTensors.From(values, [count, .. shape.Select(dimension => (long)dimension)]);
}
