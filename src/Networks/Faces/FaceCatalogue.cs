using Graft.Imaging;

namespace Graft.Networks;

/// <summary>The networks that find, align and describe faces.</summary>
internal static class FaceCatalogue
{
    private const string FaceApi = "npm package @vladmandic/face-api 1.7.15, folder model; the same 8-bit values in another file format (eng/face_weights.py)";

    /// <summary>All of them; the first detector is the default.</summary>
    public static IReadOnlyList<FaceNetwork> All { get; } =
    [
        new(SsdMobileNet.Build)
        {
            Name = "ssd_mobilenetv1_model",
            Kind = FaceNetworkKind.Detector,
            Description = "512 x 512 pixels to boxes of faces: single shot detector on MobileNetV1",
            Paper = "SSD: Single Shot MultiBox Detector, arXiv:1512.02325; MobileNets, arXiv:1704.04861",
            Preprocess = Input(SsdMobileNet.Side, [127.5f, 127.5f, 127.5f], 127.5f),
            Sha256 = "dca8c77a9b6072126924d4198f8a9d2c4177fa1db38a854f8227fb44693a86f8",
            Licence = "MIT",
            Source = $"{FaceApi}, ssd_mobilenetv1_model",
            TrainedOn = "WIDER FACE: 32 203 photographs of the web with 393 703 faces, for research; people who are on them were not asked",
        },
        new(TinyFaceDetector.Build)
        {
            Name = "tiny_face_detector_model",
            Kind = FaceNetworkKind.Detector,
            Description = "416 x 416 pixels to boxes of faces: a small network after YOLOv2, faster and less sure, for large faces",
            Paper = "YOLO9000: Better, Faster, Stronger, arXiv:1612.08242",
            Preprocess = Input(TinyFaceDetector.Side, [117.001f, 114.697f, 97.404f], 255),
            Sha256 = "4cac51a8693634511196aa89c5d7bb126937d1827332417fc616453243ca5dd4",
            Licence = "MIT",
            Source = $"{FaceApi}, tiny_face_detector_model",
            TrainedOn = "about 14 000 images that its author labelled with boxes; which ones is not published",
        },
        new(FaceLandmarks.Build)
        {
            Name = "face_landmark_68_model",
            Kind = FaceNetworkKind.Landmarks,
            Description = "112 x 112 pixels of a face to its 68 landmarks in the order of iBUG 300-W",
            Paper = "Densely Connected Convolutional Networks, arXiv:1608.06993; Xception, arXiv:1610.02357",
            Preprocess = Input(FaceLandmarks.Side, [122.782f, 117.001f, 104.298f], 255),
            Sha256 = "30140357006fba6bb0225fb857de2c5ed25555d9c7e41a4794b8992e897bbbe4",
            Licence = "MIT",
            Source = $"{FaceApi}, face_landmark_68_model",
            TrainedOn = "about 35 000 faces that its author labelled with landmarks; which ones is not published",
        },
        new(DlibResNet.Build)
        {
            Name = "dlib_face_resnet",
            Kind = FaceNetworkKind.Descriptor,
            Description = "150 x 150 pixels of an aligned face to 128 values, whose Euclidean distance is small for one person",
            Paper = "Deep Residual Learning for Image Recognition, arXiv:1512.03385",
            Preprocess = Input(DlibResNet.Side, [122.782f, 117.001f, 104.298f], 256),
            Sha256 = "a73183c5f1a2408ecba2daf27443a3ed796e991cf8159613c5a7f1bb610fb759",
            Licence = "CC0-1.0",
            Source = "Debian source package dlib 19.24+dfsg-1, component dlib-models, dlib_face_recognition_resnet_model_v1.dat; stored as float16",
            TrainedOn = "about 3 million faces of 7485 people, by its author from FaceScrub, VGG Face and the web, without asking them; known to be much weaker on "
                + "Asian faces and on children (dlib issues 480 and 2816)",
        },
    ];

    /// <summary>The network of that name.</summary>
    /// <exception cref="GraftException">There is none.</exception>
    public static FaceNetwork Find(string name) => All.FirstOrDefault(network => network.Name == name)
        ?? throw new GraftException($"No face network is called '{name}'.", $"There are {string.Join(", ", All.Select(network => network.Name))}.");

    /// <summary>The only network of a kind, or the default one.</summary>
    public static FaceNetwork Default(FaceNetworkKind kind) => All.First(network => network.Kind == kind);

    // (value - mean) / deviation on values 0..255.
    private static Preprocess Input(int side, float[] mean, float deviation) => new()
    {
        Width = side,
        Height = side,
        ResizeShorter = 0,
        Mean = [.. mean.Select(value => value / 255)],
        Std = [.. Enumerable.Repeat(deviation / 255, 3)],
    };
}
