using System.Text.Json;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using SkiaSharp;

namespace Graft.Guide;

/// <summary>The program of docs/guide/05-without-graft.md: a model file on ONNX Runtime alone.</summary>
internal static class WithoutGraft
{
    public static void Run(string model, string image)
    {
        #region manifest
        using var session = new InferenceSession(model);
        using var manifest = JsonDocument.Parse(session.ModelMetadata.CustomMetadataMap["graft.manifest"]);
        var task = manifest.RootElement.GetProperty("task").GetString();
        string[] classes = [.. manifest.RootElement.GetProperty("classes").EnumerateArray().Select(name => name.GetString()!)];
        var preprocess = manifest.RootElement.GetProperty("preprocess");
        #endregion

        #region task
        using var photo = Upright(image);
        if (task == "classify") Classify(session, classes, preprocess, photo);
        else if (task is "detect" or "instances") Find(session, classes, preprocess, photo);
        else Console.Error.WriteLine($"The model file is for the task '{task}'; this program uses classifiers and detectors.");
        #endregion
    }

    private static void Classify(InferenceSession session, string[] classes, JsonElement preprocess, SKBitmap photo)
    {
        #region classify
        int Number(string name) => preprocess.TryGetProperty(name, out var value) ? value.GetInt32() : 0;
        var (width, height, shorter) = (Number("width"), Number("height"), Number("resizeShorter"));
        var isLetterboxed = preprocess.TryGetProperty("letterbox", out var letterbox) && letterbox.GetBoolean();
        var scale = isLetterboxed
            ? Math.Min((double)width / photo.Width, (double)height / photo.Height)
            : (double)shorter / Math.Min(photo.Width, photo.Height);
        using var resized = isLetterboxed ? Resize(photo, (int)Math.Max(1, Math.Round(photo.Width * scale)), (int)Math.Max(1, Math.Round(photo.Height * scale)))
            : shorter == 0 ? Resize(photo, width, height)
            : Resize(photo, (int)(photo.Width * scale + 1e-6), (int)(photo.Height * scale + 1e-6));
        // Halves of a crop are rounded to even; beside a letterboxed image the odd pixel lies behind.
        int First(int length, int wanted) => length > wanted ? (int)Math.Round((length - wanted) / 2.0) : (length - wanted) / 2;
        var (left, top) = (First(resized.Width, width), First(resized.Height, height));
        var mean = preprocess.GetProperty("mean").EnumerateArray().Select(value => (byte)MathF.Round(value.GetSingle() * 255)).ToArray();
        var beside = isLetterboxed ? new SKColor(mean[0], mean[1], mean[2]) : SKColors.Black;
        var input = new DenseTensor<byte>([1, height, width, 3]);
        for (var y = 0; y < height; y++)
            for (var x = 0; x < width; x++)
            {
                var isInside = left + x >= 0 && left + x < resized.Width && top + y >= 0 && top + y < resized.Height;
                var pixel = isInside ? resized.GetPixel(left + x, top + y) : beside;
                (input[0, y, x, 0], input[0, y, x, 1], input[0, y, x, 2]) = (pixel.Red, pixel.Green, pixel.Blue);
            }
        using var outputs = session.Run([NamedOnnxValue.CreateFromTensor("images", input)]);
        var scores = outputs.Single(output => output.Name == "scores").AsEnumerable<float>().ToArray();
        var best = Array.IndexOf(scores, scores.Max());
        Console.WriteLine($"{classes[best]} {scores[best]:0.000}");
        #endregion
    }

    private static void Find(InferenceSession session, string[] classes, JsonElement preprocess, SKBitmap photo)
    {
        #region detect
        int Number(string name) => preprocess.TryGetProperty(name, out var value) ? value.GetInt32() : 0;
        var (shorter, longer, multiple) = (Number("resizeShorter"), Number("resizeLonger"), Math.Max(1, Number("sizeMultiple")));
        var scale = Math.Min((double)shorter / Math.Min(photo.Width, photo.Height), (double)longer / Math.Max(photo.Width, photo.Height));
        using var resized = Resize(photo, (int)(photo.Width * scale + 1e-6), (int)(photo.Height * scale + 1e-6));
        var (width, height) = ((resized.Width + multiple - 1) / multiple * multiple, (resized.Height + multiple - 1) / multiple * multiple);
        byte[] mean = [.. preprocess.GetProperty("mean").EnumerateArray().Select(value => (byte)Math.Round(value.GetDouble() * 255))];
        var input = new DenseTensor<byte>([1, height, width, 3]);
        for (var y = 0; y < height; y++)
            for (var x = 0; x < width; x++)
            {
                var isInside = x < resized.Width && y < resized.Height;
                var pixel = isInside ? resized.GetPixel(x, y) : new SKColor(mean[0], mean[1], mean[2]);
                (input[0, y, x, 0], input[0, y, x, 1], input[0, y, x, 2]) = (pixel.Red, pixel.Green, pixel.Blue);
            }
        using var outputs = session.Run(
        [
            NamedOnnxValue.CreateFromTensor("images", input),
            NamedOnnxValue.CreateFromTensor("picture_sizes", new DenseTensor<float>(new float[] { resized.Height, resized.Width }, [1, 2])),
            NamedOnnxValue.CreateFromTensor("score_threshold", new DenseTensor<float>(new[] { 0.3f }, [1])),
        ]);
        var boxes = outputs.Single(output => output.Name == "boxes").AsTensor<float>();
        float[] scores = [.. outputs.Single(output => output.Name == "scores").AsEnumerable<float>()];
        long[] labels = [.. outputs.Single(output => output.Name == "labels").AsEnumerable<long>()];
        var (back, down) = ((float)photo.Width / resized.Width, (float)photo.Height / resized.Height);
        for (var i = 0; i < scores.Length; i++)
        {
            var (x1, y1, x2, y2) = (boxes[i, 0] * back, boxes[i, 1] * down, boxes[i, 2] * back, boxes[i, 3] * down);
            Console.WriteLine($"{classes[labels[i]]} {scores[i]:0.00} at {x1:0}, {y1:0}, {x2:0}, {y2:0}");
        }
        #endregion
    }

    #region upright
    private static SKBitmap Upright(string path)
    {
        using var codec = SKCodec.Create(path);
        var stored = SKBitmap.Decode(codec);
        var (w, h) = (stored.Width, stored.Height);
        SKMatrix? turn = codec.EncodedOrigin switch
        {
            SKEncodedOrigin.TopRight => new SKMatrix(-1, 0, w, 0, 1, 0, 0, 0, 1),
            SKEncodedOrigin.BottomRight => new SKMatrix(-1, 0, w, 0, -1, h, 0, 0, 1),
            SKEncodedOrigin.BottomLeft => new SKMatrix(1, 0, 0, 0, -1, h, 0, 0, 1),
            SKEncodedOrigin.LeftTop => new SKMatrix(0, 1, 0, 1, 0, 0, 0, 0, 1),
            SKEncodedOrigin.RightTop => new SKMatrix(0, -1, h, 1, 0, 0, 0, 0, 1),
            SKEncodedOrigin.RightBottom => new SKMatrix(0, -1, h, -1, 0, w, 0, 0, 1),
            SKEncodedOrigin.LeftBottom => new SKMatrix(0, 1, 0, -1, 0, w, 0, 0, 1),
            _ => null,
        };
        if (turn is not { } matrix) return stored;
        using (stored)
        {
            var swaps = codec.EncodedOrigin >= SKEncodedOrigin.LeftTop;
            var upright = new SKBitmap(swaps ? h : w, swaps ? w : h);
            using var canvas = new SKCanvas(upright);
            canvas.SetMatrix(matrix);
            canvas.DrawBitmap(stored, 0, 0, SKSamplingOptions.Default);
            return upright;
        }
    }
    #endregion

    #region resize
    private static SKBitmap Resize(SKBitmap photo, int width, int height) => photo.Resize(new SKImageInfo(width, height), photo.Width > width
        ? new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear)
        : new SKSamplingOptions(SKCubicResampler.CatmullRom));
    #endregion
}
